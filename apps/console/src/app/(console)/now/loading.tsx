import { BoardSkeleton } from '../../../features/board/board-skeleton.tsx';
import { Page } from '../../../ui/page.tsx';
import { Skeleton } from '../../../ui/skeleton.tsx';

export default function Loading() {
  return (
    <Page wide="full">
      <Skeleton className="mt-1 h-6 w-24" />
      <Skeleton className="mt-1.5 mb-5 h-5 w-full max-w-md" />
      <BoardSkeleton />
    </Page>
  );
}
