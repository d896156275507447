import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { getTranslations } from 'next-intl/server';

import { may } from '@switchboard/domain/access';

import { EvidenceSheet } from '../../../../features/consents/evidence-sheet.tsx';
import { Handed, serverRpc, whoAsks } from '../../../../rpc/server.tsx';

export async function generateMetadata({ params }: PageProps<'/consents/[number]'>): Promise<Metadata> {
  const { number } = await params;
  return { title: (await getTranslations('consents'))('sheet.title', { number }) };
}

export default async function EvidencePage({ params }: PageProps<'/consents/[number]'>) {
  const me = await whoAsks();
  const { number: asked } = await params;
  const number = /^[1-9]\d{0,14}$/.test(asked) ? Number(asked) : null;
  if (me === null || !may(me, 'agreements', {}) || number === null) notFound();
  const { queryClient, trpc } = await serverRpc();
  await queryClient.prefetchQuery(trpc.consents.get.queryOptions({ number }));
  return (
    <Handed>
      <EvidenceSheet number={number} />
    </Handed>
  );
}
