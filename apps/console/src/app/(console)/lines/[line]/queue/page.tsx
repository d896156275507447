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
  const [settings] = await Promise.all([
    queryClient.fetchQuery(trpc.lines.get.queryOptions({ lineId: line })).catch(() => null),
    queryClient.prefetchQuery(trpc.people.list.queryOptions({})),
  ]);
  if (settings !== null) {
    const employeeIds = settings.queue.members.map((member) => member.employeeId).toSorted();
    await queryClient.prefetchQuery(trpc.lines.crew.queryOptions({ lineId: line, employeeIds }));
  }
  return (
    <Handed>
      <QueueTab lineId={line} />
    </Handed>
  );
}
