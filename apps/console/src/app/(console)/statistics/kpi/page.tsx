import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';

import { KpiPage } from '../../../../features/statistics/kpi-page.tsx';
import { Handed, serverRpc } from '../../../../rpc/server.tsx';
import { figuresAsked, type SearchParams } from '../asked.ts';

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('statistics');
  return { title: `${t('tabs.kpi')} · ${t('title')}` };
}

export default async function Kpi({ searchParams }: { searchParams: SearchParams }) {
  const filter = await figuresAsked(searchParams);
  const { queryClient, trpc } = await serverRpc();
  await Promise.all([
    queryClient.prefetchQuery(trpc.statistics.kpi.queryOptions(filter)),
    queryClient.prefetchQuery(trpc.statistics.choices.queryOptions({})),
  ]);
  return (
    <Handed>
      <KpiPage />
    </Handed>
  );
}
