import { RecordsPageSkeleton } from '../../../features/crm/records-page.tsx';

export default function Loading() {
  return <RecordsPageSkeleton board={true} />;
}
