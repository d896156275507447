import type { ReactNode } from 'react';

import { Words } from '../../../../messages/words.tsx';

export default function CrmSettingsLayout({ children }: { children: ReactNode }) {
  return <Words of={['crm', 'crmConnection']}>{children}</Words>;
}
