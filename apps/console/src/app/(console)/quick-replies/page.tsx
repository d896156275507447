import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';

import { isId } from '../../../features/quick-replies/address.ts';
import { QuickReplies } from '../../../features/quick-replies/quick-replies.tsx';
import { Handed, serverRpc } from '../../../rpc/server.tsx';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('quickReplies'))('title') };
}

export default async function QuickRepliesPage({
  searchParams,
}: {
  searchParams: Promise<{ list?: string | string[] }>;
}) {
  const { queryClient, trpc } = await serverRpc();
  const { list: asked } = await searchParams;
  const lists = await queryClient.fetchQuery(trpc.quickReplies.lists.queryOptions({})).catch(() => []);
  const listId = (typeof asked === 'string' ? asked : lists[0]?.listId) ?? null;
  if (isId(listId)) await queryClient.prefetchQuery(trpc.quickReplies.get.queryOptions({ listId }));
  return (
    <Handed>
      <QuickReplies />
    </Handed>
  );
}
