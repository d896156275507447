import { cn } from '../../ui/cn.ts';
import { Skeleton } from '../../ui/skeleton.tsx';

function TilesSkeleton({ tiles = 8 }: { tiles?: number }) {
  return (
    <div className={cn('grid grid-cols-2 gap-3 md:grid-cols-3', tiles !== 6 && 'xl:grid-cols-4')}>
      {Array.from({ length: tiles }, (_, index) => (
        <Skeleton key={index} className="h-32 rounded-xl" />
      ))}
    </div>
  );
}

const chart = 'h-[24.5rem] rounded-xl';

export function OverviewSkeleton() {
  return (
    <div className="flex flex-col gap-4">
      <TilesSkeleton />
      <Skeleton className={chart} />
      <div className="grid grid-cols-1 gap-4 xl:grid-cols-2">
        <Skeleton className="h-72 rounded-xl" />
        <Skeleton className="h-72 rounded-xl" />
      </div>
      <Skeleton className="h-80 rounded-xl" />
    </div>
  );
}

export function OperatorsSkeleton() {
  return <Skeleton className="h-[36rem] rounded-xl" />;
}

/** Tiles, then a chart, then a table: ratings, KPI and channels. */
export function ChartsSkeleton({ tiles }: { tiles: number }) {
  return (
    <div className="flex flex-col gap-4">
      <TilesSkeleton tiles={tiles} />
      <Skeleton className={chart} />
      <Skeleton className="h-80 rounded-xl" />
    </div>
  );
}

/** What stands over the figures while a page is on its way. */
export function HeadSkeleton() {
  return (
    <>
      <Skeleton className="mt-1 mb-6 h-6 w-36" />
      <Skeleton className="mb-4 h-9" />
      <Skeleton className="mb-3 h-8 w-full max-w-3xl" />
      <Skeleton className="mb-4 h-5 w-full max-w-lg" />
    </>
  );
}
