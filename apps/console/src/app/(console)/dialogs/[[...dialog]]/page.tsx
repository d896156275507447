import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { getTranslations } from 'next-intl/server';

import { OpenDialog } from '../../../../features/dialog/open-dialog.tsx';
import { DialogsTable } from '../../../../features/dialogs/dialogs-table.tsx';
import { dialogsInput, filterIn } from '../../../../features/dialogs/filter.ts';
import { Handed, serverRpc } from '../../../../rpc/server.tsx';
import { Panes } from '../../../../ui/panes.tsx';

export async function generateMetadata({ params }: PageProps<'/dialogs/[[...dialog]]'>): Promise<Metadata> {
  const number = (await params).dialog?.[0];
  const title = (await getTranslations('dialogs'))('title');
  return { title: number === undefined ? title : `#${number} · ${title}` };
}

export default async function DialogsPage({ params, searchParams }: PageProps<'/dialogs/[[...dialog]]'>) {
  const [number, ...rest] = (await params).dialog ?? [];
  if (rest.length > 0 || (number !== undefined && !/^\d{1,15}$/.test(number))) notFound();
  const asked = Object.entries(await searchParams).flatMap(([name, value]): [string, string][] =>
    typeof value === 'string' ? [[name, value]] : [],
  );
  const { queryClient, trpc } = await serverRpc();
  await Promise.all([
    queryClient.prefetchInfiniteQuery(
      trpc.dialogs.list.infiniteQueryOptions(dialogsInput(filterIn(new URLSearchParams(asked))), {
        getNextPageParam: (page) => page.next ?? undefined,
      }),
    ),
    queryClient.prefetchQuery(trpc.lines.list.queryOptions({})),
    queryClient.prefetchQuery(trpc.people.list.queryOptions({})),
    number === undefined
      ? undefined
      : queryClient.prefetchQuery(trpc.dialogs.get.queryOptions({ dialogId: Number(number) })),
  ]);
  return (
    <Handed>
      <Panes look="table" list={<DialogsTable />} dialog={<OpenDialog place="/dialogs" />} />
    </Handed>
  );
}
