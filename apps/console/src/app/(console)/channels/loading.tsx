import { ContactCentreSkeleton } from '../../../features/channels/contact-centre.tsx';
import { Page } from '../../../ui/page.tsx';
import { Skeleton } from '../../../ui/skeleton.tsx';

export default function Loading() {
  return (
    <Page>
      <Skeleton className="mt-1 mb-8 h-7 w-36" />
      <ContactCentreSkeleton />
    </Page>
  );
}
