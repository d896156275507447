import { RecordSkeleton } from '../../../../features/crm/record-page.tsx';

export default function Loading() {
  return <RecordSkeleton />;
}
