import { ConsentsSkeleton } from '../../../features/consents/consents-list.tsx';
import { Page } from '../../../ui/page.tsx';
import { Skeleton } from '../../../ui/skeleton.tsx';

export default function Loading() {
  return (
    <Page>
      <Skeleton className="mt-1 mb-2 h-7 w-36" />
      <Skeleton className="mb-5 h-4 w-96 max-w-full" />
      <Skeleton className="mb-5 h-9" />
      <Skeleton className="mb-5 h-28 rounded-xl" />
      <Skeleton className="mb-4 h-32" />
      <ConsentsSkeleton />
    </Page>
  );
}
