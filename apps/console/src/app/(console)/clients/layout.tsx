import type { ReactNode } from 'react';

import { Words } from '../../../messages/words.tsx';

export default function ClientsLayout({ children }: { children: ReactNode }) {
  return <Words of={['clients', 'consents']}>{children}</Words>;
}
