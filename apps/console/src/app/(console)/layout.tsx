import { headers } from 'next/headers';
import { redirect } from 'next/navigation';
import { NextIntlClientProvider, type Messages } from 'next-intl';
import { getMessages } from 'next-intl/server';
import type { ReactNode } from 'react';

import { may } from '@switchboard/domain/access';

import { ConnectionState } from '../../features/live/connection-state.tsx';
import { LiveProvider } from '../../features/live/live-provider.tsx';
import { Bell } from '../../features/notices/bell.tsx';
import { Shell } from '../../features/shell/shell.tsx';
import { Handed, serverRpc, whoAsks } from '../../rpc/server.tsx';

/** Subjects of the shell, the inbox and a dialog; other places bring their own. */
const everywhere = [
  'acting',
  'common',
  'dialog',
  'errors',
  'fields',
  'history',
  'inbox',
  'marks',
  'notices',
  'people',
  'person',
  'replyPicker',
  'refusals',
  'security',
  'shell',
  'states',
  'times',
] as const satisfies readonly (keyof Messages)[];

export default async function ConsoleLayout({ children }: { children: ReactNode }) {
  const me = await whoAsks();
  if (me === null) redirect(`/sign-in?next=${encodeURIComponent((await headers()).get('x-pathname') ?? '/inbox')}`);
  const { queryClient, trpc } = await serverRpc();
  queryClient.setQueryData(trpc.session.me.queryKey({}), me);
  await Promise.all([
    queryClient.prefetchQuery(trpc.inbox.counts.queryOptions({})),
    queryClient.prefetchQuery(trpc.notices.list.queryOptions({})),
    may(me, 'settings', {}) ? queryClient.prefetchQuery(trpc.parked.count.queryOptions({})) : undefined,
  ]);
  const messages = await getMessages();
  return (
    <NextIntlClientProvider messages={Object.fromEntries(everywhere.map((subject) => [subject, messages[subject]]))}>
      <Handed>
        <LiveProvider>
          <Shell connection={<ConnectionState />} bell={<Bell />}>
            {children}
          </Shell>
        </LiveProvider>
      </Handed>
    </NextIntlClientProvider>
  );
}
