import type { ReactNode } from 'react';

import { Words } from '../../../messages/words.tsx';

export default function ChannelsLayout({ children }: { children: ReactNode }) {
  return <Words of={['channels', 'plan']}>{children}</Words>;
}
