import type { Metadata } from 'next';
import { notFound, redirect } from 'next/navigation';
import { getTranslations } from 'next-intl/server';

import { OpenDialog } from '../../../../features/dialog/open-dialog.tsx';
import { InboxLists } from '../../../../features/inbox/inbox-lists.tsx';
import { OfferAlerts } from '../../../../features/live/offer-alerts.tsx';
import { inboxInput } from '../../../../rpc/dialog-cache.ts';
import { Handed, serverRpc, whoAsks } from '../../../../rpc/server.tsx';
import { Panes } from '../../../../ui/panes.tsx';

export async function generateMetadata({ params }: PageProps<'/inbox/[[...dialog]]'>): Promise<Metadata> {
  const number = (await params).dialog?.[0];
  const title = (await getTranslations('inbox'))('title');
  return { title: number === undefined ? title : `#${number} · ${title}` };
}

export default async function InboxPage({ params }: PageProps<'/inbox/[[...dialog]]'>) {
  const [number, ...rest] = (await params).dialog ?? [];
  if (rest.length > 0 || (number !== undefined && !/^\d{1,15}$/.test(number))) notFound();
  const me = await whoAsks();
  if (me?.welcome === true && number === undefined) redirect('/welcome');
  const { queryClient, trpc } = await serverRpc();
  await Promise.all([
    queryClient.prefetchInfiniteQuery(
      trpc.inbox.list.infiniteQueryOptions(inboxInput('mine'), { getNextPageParam: (page) => page.next ?? undefined }),
    ),
    number === undefined
      ? undefined
      : queryClient.prefetchQuery(trpc.dialogs.get.queryOptions({ dialogId: Number(number) })),
  ]);
  return (
    <Handed>
      <Panes look="inbox" list={<InboxLists alerts={<OfferAlerts />} />} dialog={<OpenDialog place="/inbox" />} />
    </Handed>
  );
}
