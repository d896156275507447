import { Skeleton } from '../../ui/skeleton.tsx';

/** As large as the board of a company with some lines. */
export function BoardSkeleton() {
  return (
    <div className="flex flex-col gap-4">
      <div className="grid grid-cols-2 gap-3 lg:grid-cols-5">
        {Array.from({ length: 5 }, (_, index) => (
          <Skeleton key={index} className="h-32 rounded-xl last:col-span-2 lg:last:col-span-1" />
        ))}
      </div>
      <Skeleton className="mt-2 h-6 w-32" />
      <div className="grid grid-cols-1 gap-3 md:grid-cols-2 2xl:grid-cols-3">
        <Skeleton className="h-44 rounded-xl" />
        <Skeleton className="h-44 rounded-xl" />
      </div>
      <Skeleton className="mt-2 h-6 w-32" />
      <Skeleton className="h-80 rounded-xl" />
    </div>
  );
}
