import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { getTranslations } from 'next-intl/server';

import { mayAnywhere } from '@switchboard/domain/access';

import { DuplicatesPage } from '../../../../features/crm/duplicates-page.tsx';
import { Handed, serverRpc, whoAsks } from '../../../../rpc/server.tsx';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('crm'))('duplicates.title') };
}

export default async function DuplicateContactsPage() {
  const me = await whoAsks();
  if (me === null || !mayAnywhere(me, 'crm')) notFound();
  const { queryClient, trpc } = await serverRpc();
  await queryClient.prefetchQuery(trpc.pipelines.list.queryOptions({}));
  return (
    <Handed>
      <DuplicatesPage kind="contact" />
    </Handed>
  );
}
