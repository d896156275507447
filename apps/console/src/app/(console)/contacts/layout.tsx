import type { ReactNode } from 'react';

import { Words } from '../../../messages/words.tsx';

export default function ContactsLayout({ children }: { children: ReactNode }) {
  return <Words of={['crm']}>{children}</Words>;
}
