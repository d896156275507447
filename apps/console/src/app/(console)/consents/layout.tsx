import type { ReactNode } from 'react';

import { Words } from '../../../messages/words.tsx';

export default function ConsentsLayout({ children }: { children: ReactNode }) {
  return <Words of={['agreements', 'consents']}>{children}</Words>;
}
