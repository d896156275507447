import type { ReactNode } from 'react';

import { Words } from '../../../messages/words.tsx';

export default function PeopleLayout({ children }: { children: ReactNode }) {
  return <Words of={['departments', 'roles']}>{children}</Words>;
}
