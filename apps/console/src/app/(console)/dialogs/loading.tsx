import { TableSkeleton } from '../../../features/dialogs/table-skeleton.tsx';
import { Skeleton } from '../../../ui/skeleton.tsx';

export default function Loading() {
  return (
    <main className="flex h-full flex-col bg-panel">
      <div className="flex shrink-0 flex-col gap-2 border-b border-edge px-4 py-2.5 sm:px-6">
        <div className="flex h-8 items-center gap-3">
          <Skeleton className="h-5 w-24" />
          <Skeleton className="h-8 w-36" />
        </div>
        <Skeleton className="h-8 w-full max-w-2xl" />
      </div>
      <TableSkeleton />
    </main>
  );
}
