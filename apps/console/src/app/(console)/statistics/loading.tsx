import { HeadSkeleton, OverviewSkeleton } from '../../../features/statistics/skeletons.tsx';
import { Page } from '../../../ui/page.tsx';

export default function Loading() {
  return (
    <Page wide="full">
      <HeadSkeleton />
      <OverviewSkeleton />
    </Page>
  );
}
