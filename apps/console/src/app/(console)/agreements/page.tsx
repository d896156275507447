import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { getTranslations } from 'next-intl/server';

import { may } from '@switchboard/domain/access';

import { AgreementsList } from '../../../features/agreements/agreements-list.tsx';
import { Handed, serverRpc, whoAsks } from '../../../rpc/server.tsx';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('agreements'))('title') };
}

export default async function AgreementsPage() {
  const me = await whoAsks();
  if (me === null || !may(me, 'agreements', {})) notFound();
  const { queryClient, trpc } = await serverRpc();
  await queryClient.prefetchQuery(trpc.agreements.list.queryOptions({}));
  return (
    <Handed>
      <AgreementsList />
    </Handed>
  );
}
