import type { ReactNode } from 'react';

import { Words } from '../../../messages/words.tsx';

export default function Layout({ children }: { children: ReactNode }) {
  return <Words of={['dialogs', 'dialogColumns', 'exports', 'statistics']}>{children}</Words>;
}
