import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { getTranslations } from 'next-intl/server';

import { mayAnywhere } from '@switchboard/domain/access';

import { clientFilterIn, clientsInput } from '../../../features/clients/client-filter.ts';
import { ClientsPage } from '../../../features/clients/clients-page.tsx';
import { Handed, serverRpc, whoAsks } from '../../../rpc/server.tsx';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('clients'))('title') };
}

export default async function Clients({
  searchParams,
}: {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}) {
  const me = await whoAsks();
  if (me === null || !mayAnywhere(me, 'crm')) notFound();
  const asked = Object.entries(await searchParams).flatMap(([name, value]) =>
    typeof value === 'string' ? [[name, value]] : [],
  );
  const { queryClient, trpc } = await serverRpc();
  await queryClient.prefetchInfiniteQuery(
    trpc.clients.list.infiniteQueryOptions(clientsInput(clientFilterIn(new URLSearchParams(asked))), {
      getNextPageParam: (page) => page.next ?? undefined,
    }),
  );
  return (
    <Handed>
      <ClientsPage />
    </Handed>
  );
}
