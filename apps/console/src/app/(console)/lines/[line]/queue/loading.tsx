import { QueueSkeleton } from '../../../../../features/lines/queue-tab.tsx';

export default function Loading() {
  return <QueueSkeleton />;
}
