import type { ReactNode } from 'react';

import { Words } from '../../../../messages/words.tsx';

export default function ImportContactsLayout({ children }: { children: ReactNode }) {
  return <Words of={['crmImport']}>{children}</Words>;
}
