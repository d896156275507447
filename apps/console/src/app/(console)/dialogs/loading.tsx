import { TableSkeleton } from '../../../features/dialogs/dialogs-table.tsx';
import { Skeleton } from '../../../ui/skeleton.tsx';

export default function Loading() {
  return (
    <main className="flex h-full flex-col bg-panel">
      <div className="flex h-13 shrink-0 items-center justify-between border-b border-edge px-4 sm:px-6">
        <Skeleton className="h-5 w-24" />
        <Skeleton className="h-8 w-72 max-w-[50%]" />
      </div>
      <TableSkeleton />
    </main>
  );
}
