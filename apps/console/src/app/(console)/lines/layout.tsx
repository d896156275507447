import type { ReactNode } from 'react';

import { Words } from '../../../messages/words.tsx';

export default function LinesLayout({ children }: { children: ReactNode }) {
  return <Words of={['lines', 'lineTabs', 'howItWorks', 'hours', 'queue', 'plan', 'channels']}>{children}</Words>;
}
