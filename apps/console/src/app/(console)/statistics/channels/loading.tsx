import { ChartsSkeleton, HeadSkeleton } from '../../../../features/statistics/skeletons.tsx';
import { Page } from '../../../../ui/page.tsx';

export default function Loading() {
  return (
    <Page wide="full">
      <HeadSkeleton />
      <ChartsSkeleton tiles={4} />
    </Page>
  );
}
