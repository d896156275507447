import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';

import { Settings } from '../../../features/settings/settings.tsx';
import { Handed, serverRpc } from '../../../rpc/server.tsx';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('settings'))('title') };
}

export default async function SettingsPage() {
  const { queryClient, trpc } = await serverRpc();
  await Promise.all([queryClient.prefetchQuery(trpc.company.get.queryOptions({}))]);
  return (
    <Handed>
      <Settings />
    </Handed>
  );
}
