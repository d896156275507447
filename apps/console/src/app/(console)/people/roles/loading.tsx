import { Page } from '../../../../ui/page.tsx';
import { Skeleton } from '../../../../ui/skeleton.tsx';

export default function RolesLoading() {
  return (
    <Page wide>
      <Skeleton className="mb-2 h-7 w-40" />
      <Skeleton className="mb-5 h-4 w-80 max-w-full" />
      <Skeleton className="mb-5 h-9 w-64 max-w-full" />
      <Skeleton className="h-[40rem] rounded-xl" />
    </Page>
  );
}
