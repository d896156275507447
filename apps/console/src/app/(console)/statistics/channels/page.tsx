import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';

import { ChannelsPage } from '../../../../features/statistics/channels-page.tsx';
import { Handed, serverRpc } from '../../../../rpc/server.tsx';
import { figuresAsked, type SearchParams } from '../asked.ts';

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('statistics');
  return { title: `${t('tabs.channels')} · ${t('title')}` };
}

export default async function ChannelFigures({ searchParams }: { searchParams: SearchParams }) {
  const filter = await figuresAsked(searchParams);
  const { queryClient, trpc } = await serverRpc();
  await Promise.all([
    queryClient.prefetchQuery(trpc.statistics.channels.queryOptions(filter)),
    queryClient.prefetchQuery(trpc.statistics.choices.queryOptions({})),
  ]);
  return (
    <Handed>
      <ChannelsPage />
    </Handed>
  );
}
