import { Skeleton } from '../../ui/skeleton.tsx';

export function ThreadSkeleton() {
  return (
    <div aria-busy className="min-h-0 flex-1 overflow-hidden px-4 sm:px-6">
      <div className="mx-auto flex h-full w-full max-w-3xl flex-col justify-end gap-3 py-4">
        <Skeleton className="h-9 w-3/5 rounded-xl" />
        <Skeleton className="h-14 w-2/5 self-end rounded-xl" />
        <Skeleton className="h-9 w-1/2 rounded-xl" />
        <Skeleton className="h-9 w-1/3 self-end rounded-xl" />
      </div>
    </div>
  );
}

/** A dialog that is being read, in the sizes of what comes. */
export function DialogSkeleton() {
  return (
    <div aria-busy className="flex h-full flex-col bg-panel">
      <div className="flex h-13 shrink-0 items-center gap-3 border-b border-edge px-6">
        <Skeleton className="h-4 w-40" />
        <Skeleton className="h-4 w-20" />
      </div>
      <ThreadSkeleton />
      <div className="border-t border-edge px-6 py-3">
        <Skeleton className="mx-auto h-20 max-w-3xl rounded-xl" />
      </div>
    </div>
  );
}
