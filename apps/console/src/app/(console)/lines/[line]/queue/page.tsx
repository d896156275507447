import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';

import { QueueTab } from '../../../../../features/lines/queue-tab.tsx';
import { Handed, serverRpc } from '../../../../../rpc/server.tsx';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('lines'))('tab.queue') };
}

export default async function QueuePage({ params }: PageProps<'/lines/[line]/queue'>) {
  const { line } = await params;
  const { queryClient, trpc } = await serverRpc();
  await Promise.all([
    queryClient.prefetchQuery(trpc.lines.get.queryOptions({ lineId: line })),
    queryClient.prefetchQuery(trpc.people.list.queryOptions({})),
    queryClient.prefetchQuery(trpc.people.departments.queryOptions({})),
    queryClient.prefetchQuery(trpc.lines.crew.queryOptions({ lineId: line })),
  ]);
  return (
    <Handed>
      <QueueTab lineId={line} />
    </Handed>
  );
}
