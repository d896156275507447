import { PeopleSkeleton } from '../../../features/people/people-list.tsx';
import { Page } from '../../../ui/page.tsx';
import { Skeleton } from '../../../ui/skeleton.tsx';

export default function Loading() {
  return (
    <Page wide>
      <Skeleton className="mt-1 mb-8 h-7 w-36" />
      <Skeleton className="mb-5 h-8 w-72" />
      <Skeleton className="mb-3 h-8 rounded-md" />
      <PeopleSkeleton />
    </Page>
  );
}
