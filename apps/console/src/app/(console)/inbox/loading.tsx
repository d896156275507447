import { InboxRowSkeleton } from '../../../features/inbox/inbox-row.tsx';
import { Skeleton } from '../../../ui/skeleton.tsx';

export default function Loading() {
  return (
    <div aria-busy className="flex h-full">
      <div className="h-full w-full border-r border-edge bg-panel md:w-80">
        <div className="flex h-13 items-center px-4">
          <Skeleton className="h-5 w-20" />
        </div>
        <div className="flex h-9 items-center gap-4 border-b border-edge px-4">
          <Skeleton className="h-4 w-14" />
          <Skeleton className="h-4 w-16" />
          <Skeleton className="h-4 w-10" />
        </div>
        {Array.from({ length: 8 }, (_, index) => (
          <InboxRowSkeleton key={index} />
        ))}
      </div>
    </div>
  );
}
