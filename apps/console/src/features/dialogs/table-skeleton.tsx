import { Skeleton } from '../../ui/skeleton.tsx';

/** The list while it is read. */
export function TableSkeleton() {
  return (
    <div aria-busy className="sm:pt-8">
      {Array.from({ length: 12 }, (_, index) => (
        <div key={index} className="flex h-20 items-center gap-6 border-b border-edge px-4 sm:h-11 sm:px-6">
          <Skeleton className="h-3.5 w-12" />
          <Skeleton className="h-3.5 w-40" />
          <Skeleton className="hidden h-4 w-16 sm:block" />
          <Skeleton className="ml-auto h-3.5 w-14" />
        </div>
      ))}
    </div>
  );
}
