import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';

import { OperatorsPage } from '../../../../features/statistics/operators-page.tsx';
import { Handed, serverRpc } from '../../../../rpc/server.tsx';
import { figuresAsked, type SearchParams } from '../asked.ts';

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('statistics');
  return { title: `${t('tabs.operators')} · ${t('title')}` };
}

export default async function Operators({ searchParams }: { searchParams: SearchParams }) {
  const filter = await figuresAsked(searchParams);
  const { queryClient, trpc } = await serverRpc();
  await Promise.all([
    queryClient.prefetchQuery(trpc.statistics.operators.queryOptions(filter)),
    queryClient.prefetchQuery(trpc.statistics.choices.queryOptions({})),
  ]);
  return (
    <Handed>
      <OperatorsPage />
    </Handed>
  );
}
