import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';

import { OwnSettings } from '../../../features/settings/own-settings.tsx';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('settings'))('place.profile') };
}

export default function SettingsPage() {
  return <OwnSettings />;
}
