import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { getTranslations } from 'next-intl/server';

import { may } from '@switchboard/domain/access';

import { Parked, parkedInput } from '../../../../features/settings/parked.tsx';
import { Handed, serverRpc, whoAsks } from '../../../../rpc/server.tsx';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('parked'))('title') };
}

export default async function ParkedPage() {
  const me = await whoAsks();
  if (me === null || !may(me, 'settings', {})) notFound();
  const { queryClient, trpc } = await serverRpc();
  await queryClient.prefetchInfiniteQuery(
    trpc.parked.list.infiniteQueryOptions(parkedInput, { getNextPageParam: (page) => page.next ?? undefined }),
  );
  return (
    <Handed>
      <Parked />
    </Handed>
  );
}
