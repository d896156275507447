import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { getTranslations } from 'next-intl/server';

import { may } from '@switchboard/domain/access';

import { AgreementPage } from '../../../../features/agreements/agreement-page.tsx';
import { Handed, serverRpc, whoAsks } from '../../../../rpc/server.tsx';

const id = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('agreements'))('title') };
}

export default async function OneAgreementPage({ params }: PageProps<'/agreements/[agreement]'>) {
  const me = await whoAsks();
  const { agreement: agreementId } = await params;
  if (me === null || !may(me, 'agreements', {}) || !id.test(agreementId)) notFound();
  const { queryClient, trpc } = await serverRpc();
  await Promise.all([
    queryClient.prefetchQuery(trpc.agreements.get.queryOptions({ agreementId })),
    queryClient.prefetchQuery(trpc.people.list.queryOptions({})),
  ]);
  return (
    <Handed>
      <AgreementPage agreementId={agreementId} />
    </Handed>
  );
}
