import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { getTranslations } from 'next-intl/server';

import { mayAnywhere } from '@switchboard/domain/access';

import { RecordsPage } from '../../../features/crm/records-page.tsx';
import { Handed, serverRpc, whoAsks } from '../../../rpc/server.tsx';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('crm'))('kinds.lead') };
}

export default async function LeadsPage() {
  const me = await whoAsks();
  if (me === null || !mayAnywhere(me, 'crm')) notFound();
  const { queryClient, trpc } = await serverRpc();
  await queryClient.prefetchQuery(trpc.pipelines.list.queryOptions({}));
  return (
    <Handed>
      <RecordsPage kind="lead" />
    </Handed>
  );
}
