import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { getTranslations } from 'next-intl/server';

import { may } from '@switchboard/domain/access';

import { WebhooksList } from '../../../../features/settings/webhooks-list.tsx';
import { Handed, serverRpc, whoAsks } from '../../../../rpc/server.tsx';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('webhooks'))('title') };
}

export default async function WebhooksPage() {
  const me = await whoAsks();
  if (me === null || !may(me, 'api', {})) notFound();
  const { queryClient, trpc } = await serverRpc();
  await queryClient.prefetchQuery(trpc.webhooks.list.queryOptions({}));
  return (
    <Handed>
      <WebhooksList />
    </Handed>
  );
}
