import { PeopleSkeleton } from '../../../features/people/people-list.tsx';
import { Page } from '../../../ui/page.tsx';
import { Skeleton } from '../../../ui/skeleton.tsx';

export default function Loading() {
  return (
    <Page>
      <Skeleton className="mt-1 mb-8 h-7 w-36" />
      <Skeleton className="mb-6 h-40 rounded-xl" />
      <PeopleSkeleton />
    </Page>
  );
}
