import { ParkedSkeleton } from '../../../../features/settings/parked.tsx';
import { Page } from '../../../../ui/page.tsx';
import { Skeleton } from '../../../../ui/skeleton.tsx';

export default function Loading() {
  return (
    <Page>
      <Skeleton className="mt-6 mb-8 h-7 w-56" />
      <ParkedSkeleton />
    </Page>
  );
}
