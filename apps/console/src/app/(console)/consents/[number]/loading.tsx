import { SheetSkeleton } from '../../../../features/consents/evidence-sheet.tsx';
import { Page } from '../../../../ui/page.tsx';

export default function Loading() {
  return (
    <Page>
      <SheetSkeleton />
    </Page>
  );
}
