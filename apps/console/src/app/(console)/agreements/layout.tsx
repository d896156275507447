import type { ReactNode } from 'react';

import { Words } from '../../../messages/words.tsx';

export default function AgreementsLayout({ children }: { children: ReactNode }) {
  return <Words of={['agreements']}>{children}</Words>;
}
