import { RecordsPageSkeleton } from '../../../features/crm/records-skeleton.tsx';

export default function Loading() {
  return <RecordsPageSkeleton board={false} />;
}
