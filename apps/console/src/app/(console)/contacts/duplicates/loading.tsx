import { DuplicatesSkeleton } from '../../../../features/crm/duplicates-page.tsx';
import { Page } from '../../../../ui/page.tsx';
import { Skeleton } from '../../../../ui/skeleton.tsx';

export default function Loading() {
  return (
    <Page>
      <Skeleton className="mt-1 mb-6 h-7 w-48" />
      <DuplicatesSkeleton />
    </Page>
  );
}
