import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';

import { LineChannels } from '../../../../../features/channels/line-channels.tsx';
import { Handed, serverRpc } from '../../../../../rpc/server.tsx';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('lineTabs'))('tab.channels') };
}

export default async function LineChannelsPage({ params }: PageProps<'/lines/[line]/channels'>) {
  const { line } = await params;
  const { queryClient, trpc } = await serverRpc();
  await queryClient.prefetchQuery(trpc.channels.list.queryOptions({ lineId: line }));
  return (
    <Handed>
      <div className="max-w-3xl">
        <LineChannels lineId={line} />
      </div>
    </Handed>
  );
}
