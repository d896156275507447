import type { ReactNode } from 'react';

import { Words } from '../../../messages/words.tsx';

export default function QuickRepliesLayout({ children }: { children: ReactNode }) {
  return <Words of={['quickReplies']}>{children}</Words>;
}
