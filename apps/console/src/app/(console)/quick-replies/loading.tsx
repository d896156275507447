import { QuickRepliesSkeleton } from '../../../features/quick-replies/quick-replies.tsx';

export default function Loading() {
  return <QuickRepliesSkeleton />;
}
