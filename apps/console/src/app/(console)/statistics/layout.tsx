import type { ReactNode } from 'react';

import { Words } from '../../../messages/words.tsx';

export default function StatisticsLayout({ children }: { children: ReactNode }) {
  return <Words of={['statistics', 'figures']}>{children}</Words>;
}
