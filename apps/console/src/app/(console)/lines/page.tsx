import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';

import { LinesList } from '../../../features/lines/lines-list.tsx';
import { Handed, serverRpc } from '../../../rpc/server.tsx';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('lines'))('title') };
}

export default async function LinesListPage() {
  const { queryClient, trpc } = await serverRpc();
  await Promise.all([queryClient.prefetchQuery(trpc.lines.list.queryOptions({}))]);
  return (
    <Handed>
      <LinesList />
    </Handed>
  );
}
