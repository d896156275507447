import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { getTranslations } from 'next-intl/server';

import { may } from '@switchboard/domain/access';

import { WebhookPage } from '../../../../../features/settings/webhook-page.tsx';
import { Handed, serverRpc, whoAsks } from '../../../../../rpc/server.tsx';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('webhooks'))('title') };
}

export default async function OneWebhookPage({ params }: PageProps<'/settings/webhooks/[webhook]'>) {
  const me = await whoAsks();
  if (me === null || !may(me, 'api', {})) notFound();
  const { webhook } = await params;
  const { queryClient, trpc } = await serverRpc();
  await queryClient.prefetchQuery(trpc.webhooks.list.queryOptions({}));
  return (
    <Handed>
      <WebhookPage webhookId={webhook} />
    </Handed>
  );
}
