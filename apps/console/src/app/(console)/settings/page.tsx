import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';

import { OwnSettings } from '../../../features/settings/own-settings.tsx';
import { Handed, serverRpc } from '../../../rpc/server.tsx';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('settings'))('place.profile') };
}

export default async function SettingsPage() {
  const { queryClient, trpc } = await serverRpc();
  await queryClient.prefetchQuery(trpc.secondFactor.mine.queryOptions({}));
  return (
    <Handed>
      <OwnSettings />
    </Handed>
  );
}
