import type { ReactNode } from 'react';

import { Words } from '../../../messages/words.tsx';

export default function NowLayout({ children }: { children: ReactNode }) {
  return <Words of={['board', 'statistics']}>{children}</Words>;
}
