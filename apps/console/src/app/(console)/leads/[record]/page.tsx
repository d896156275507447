import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';

import { RecordPage } from '../../../../features/crm/record-page.tsx';
import { Handed, serverRpc } from '../../../../rpc/server.tsx';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('crm'))('kind.lead') };
}

export default async function LeadPage({ params }: { params: Promise<{ record: string }> }) {
  const { record } = await params;
  const { queryClient, trpc } = await serverRpc();
  await Promise.all([
    queryClient.prefetchQuery(trpc.records.get.queryOptions({ recordId: record })),
    queryClient.prefetchQuery(trpc.pipelines.list.queryOptions({})),
  ]);
  return (
    <Handed>
      <RecordPage kind="lead" recordId={record} />
    </Handed>
  );
}
