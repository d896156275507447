import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';

import { Handed, serverRpc } from '../../../../rpc/server.tsx';
import { OneClient } from './one-client.tsx';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('clients'))('kind') };
}

export default async function Client({ params }: { params: Promise<{ client: string }> }) {
  const { client: clientId } = await params;
  const { queryClient, trpc } = await serverRpc();
  await Promise.all([
    queryClient.prefetchQuery(trpc.clients.get.queryOptions({ clientId })),
    queryClient.prefetchInfiniteQuery(
      trpc.clients.thread.infiniteQueryOptions(
        { clientId, limit: 50 },
        { getNextPageParam: (page) => page.next ?? undefined },
      ),
    ),
  ]);
  return (
    <Handed>
      <OneClient clientId={clientId} />
    </Handed>
  );
}
