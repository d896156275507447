import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { getTranslations } from 'next-intl/server';

import { may } from '@switchboard/domain/access';

import { CrmConnectionCard } from '../../../../features/crm-connection/connection-card.tsx';
import { CrmSettings } from '../../../../features/crm/crm-settings.tsx';
import { Handed, serverRpc, whoAsks } from '../../../../rpc/server.tsx';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('crm'))('settings.title') };
}

export default async function CrmSettingsPage() {
  const me = await whoAsks();
  if (me === null || !may(me, 'settings', {})) notFound();
  const { queryClient, trpc } = await serverRpc();
  await Promise.all([
    queryClient.prefetchQuery(trpc.pipelines.list.queryOptions({})),
    queryClient.prefetchQuery(trpc.crmConnection.get.queryOptions({})),
  ]);
  return (
    <Handed>
      <CrmSettings connection={<CrmConnectionCard />} />
    </Handed>
  );
}
