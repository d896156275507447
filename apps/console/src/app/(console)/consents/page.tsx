import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { getTranslations } from 'next-intl/server';

import { may } from '@switchboard/domain/access';

import { consentFilterIn, consentInput } from '../../../features/consents/consent-filter.ts';
import { ConsentsList } from '../../../features/consents/consents-list.tsx';
import { Handed, serverRpc, whoAsks } from '../../../rpc/server.tsx';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('consents'))('title') };
}

export default async function ConsentsPage({ searchParams }: PageProps<'/consents'>) {
  const me = await whoAsks();
  if (me === null || !may(me, 'agreements', {})) notFound();
  const asked = Object.entries(await searchParams).flatMap(([name, value]) =>
    typeof value === 'string' ? [[name, value]] : [],
  );
  const { queryClient, trpc } = await serverRpc();
  await Promise.all([
    queryClient.prefetchInfiniteQuery(
      trpc.consents.list.infiniteQueryOptions(consentInput(consentFilterIn(new URLSearchParams(asked))), {
        getNextPageParam: (page) => page.next ?? undefined,
      }),
    ),
    queryClient.prefetchQuery(trpc.consents.state.queryOptions({})),
    queryClient.prefetchQuery(trpc.agreements.list.queryOptions({})),
    queryClient.prefetchQuery(trpc.lines.list.queryOptions({})),
    queryClient.prefetchQuery(trpc.channels.list.queryOptions({})),
  ]);
  return (
    <Handed>
      <ConsentsList />
    </Handed>
  );
}
