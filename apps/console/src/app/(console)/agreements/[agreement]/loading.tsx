import { AgreementSkeleton } from '../../../../features/agreements/agreement-page.tsx';
import { Page } from '../../../../ui/page.tsx';

export default function Loading() {
  return (
    <Page wide>
      <AgreementSkeleton />
    </Page>
  );
}
