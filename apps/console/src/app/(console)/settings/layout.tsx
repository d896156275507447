import type { ReactNode } from 'react';

import { Words } from '../../../messages/words.tsx';
import { SettingsFrame } from '../../../features/settings/settings-frame.tsx';

export default function SettingsLayout({ children }: { children: ReactNode }) {
  return (
    <Words of={['api', 'audit', 'clients', 'lineTabs', 'parked', 'plan', 'queue', 'roles', 'settings', 'webhooks']}>
      <SettingsFrame>{children}</SettingsFrame>
    </Words>
  );
}
