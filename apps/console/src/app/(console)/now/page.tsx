import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { getTranslations } from 'next-intl/server';

import { mayAnywhere } from '@switchboard/domain/access';

import { BoardPage } from '../../../features/board/board-page.tsx';
import { Handed, serverRpc, whoAsks } from '../../../rpc/server.tsx';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('board'))('title') };
}

export default async function Now() {
  const me = await whoAsks();
  if (me === null || !mayAnywhere(me, 'statistics')) notFound();
  const { queryClient, trpc } = await serverRpc();
  await queryClient.prefetchQuery(trpc.statistics.board.queryOptions({}));
  return (
    <Handed>
      <BoardPage />
    </Handed>
  );
}
