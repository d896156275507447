import type { ReactNode } from 'react';

import { Words } from '../../../messages/words.tsx';

export default function LeadsLayout({ children }: { children: ReactNode }) {
  return <Words of={['crm']}>{children}</Words>;
}
