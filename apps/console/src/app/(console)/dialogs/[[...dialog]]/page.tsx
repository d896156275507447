import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { getTranslations } from 'next-intl/server';

import { OpenDialog } from '../../../../features/dialog/open-dialog.tsx';
import { DialogsPage } from '../../../../features/dialogs/dialogs-page.tsx';
import { listInput, shownIn } from '../../../../features/dialogs/shown.ts';
import { Handed, serverRpc } from '../../../../rpc/server.tsx';
import { Panes } from '../../../../ui/panes.tsx';

export async function generateMetadata({ params }: PageProps<'/dialogs/[[...dialog]]'>): Promise<Metadata> {
  const number = (await params).dialog?.[0];
  const title = (await getTranslations('dialogs'))('title');
  return { title: number === undefined ? title : `#${number} · ${title}` };
}

export default async function DialogsRoute({ params, searchParams }: PageProps<'/dialogs/[[...dialog]]'>) {
  const [number, ...rest] = (await params).dialog ?? [];
  if (rest.length > 0 || (number !== undefined && !/^\d{1,15}$/.test(number))) notFound();
  const asked = Object.entries(await searchParams).flatMap(([name, value]): [string, string][] =>
    typeof value === 'string' ? [[name, value]] : [],
  );
  const { queryClient, trpc } = await serverRpc();
  const { views } = await queryClient.fetchQuery(trpc.dialogList.views.queryOptions({}));
  const shown = shownIn(new URLSearchParams(asked), views);
  await Promise.all([
    queryClient.prefetchInfiniteQuery(
      trpc.dialogList.page.infiniteQueryOptions(listInput(shown), {
        getNextPageParam: (page) => page.next ?? undefined,
      }),
    ),
    queryClient.prefetchQuery(trpc.dialogList.count.queryOptions({ filter: shown.filter })),
    number === undefined
      ? undefined
      : queryClient.prefetchQuery(trpc.dialogs.get.queryOptions({ dialogId: Number(number) })),
  ]);
  return (
    <Handed>
      <Panes look="table" list={<DialogsPage />} dialog={<OpenDialog place="/dialogs" />} />
    </Handed>
  );
}
