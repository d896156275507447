import { cn } from '../../ui/cn.ts';
import { Skeleton } from '../../ui/skeleton.tsx';

/** Stands where a board or a table will come, in its size. */
export function RecordsSkeleton({ board }: { board: boolean }) {
  return board ? (
    <div aria-busy className="flex h-full gap-3 overflow-hidden p-4 sm:px-6">
      {[3, 2, 3, 1].map((cards, index) => (
        <div key={index} className={cn('w-full shrink-0 sm:w-72', index > 0 && 'hidden sm:block')}>
          <Skeleton className="mb-3 h-9 rounded-lg" />
          {Array.from({ length: cards }, (_, at) => (
            <Skeleton key={at} className="mb-2 h-24 rounded-lg" />
          ))}
        </div>
      ))}
    </div>
  ) : (
    <div aria-busy className="pt-8">
      {Array.from({ length: 12 }, (_, index) => (
        <div key={index} className="flex h-11 items-center gap-6 border-b border-edge px-4 sm:px-6">
          <Skeleton className="h-3.5 w-40" />
          <Skeleton className="h-3.5 w-24" />
          <Skeleton className="ml-auto h-3.5 w-14" />
        </div>
      ))}
    </div>
  );
}

/** The whole page before it is there. */
export function RecordsPageSkeleton({ board }: { board: boolean }) {
  return (
    <main className="flex h-full flex-col bg-panel">
      <div className="flex h-13 shrink-0 items-center justify-between border-b border-edge px-4 sm:px-6">
        <Skeleton className="h-5 w-48" />
        <Skeleton className="h-8 w-32" />
      </div>
      <RecordsSkeleton board={board} />
    </main>
  );
}
