import { LineTabSkeleton } from '../../../../features/lines/line-tab.tsx';

export default function Loading() {
  return <LineTabSkeleton />;
}
