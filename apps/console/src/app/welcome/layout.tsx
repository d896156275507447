import { redirect } from 'next/navigation';
import { NextIntlClientProvider } from 'next-intl';
import { getMessages } from 'next-intl/server';
import type { ReactNode } from 'react';

import { may } from '@switchboard/domain/access';

import { LiveProvider } from '../../features/live/live-provider.tsx';
import { Handed, serverRpc, whoAsks } from '../../rpc/server.tsx';

export default async function WelcomeLayout({ children }: { children: ReactNode }) {
  const me = await whoAsks();
  if (me === null) redirect('/sign-in?next=%2Fwelcome');
  if (!may(me, 'settings', {})) redirect('/inbox');
  const { queryClient, trpc } = await serverRpc();
  queryClient.setQueryData(trpc.session.me.queryKey({}), me);
  const { outside: _outside, publicChat: _publicChat, ...messages } = await getMessages();
  return (
    <NextIntlClientProvider messages={messages}>
      <Handed>
        <LiveProvider>{children}</LiveProvider>
      </Handed>
    </NextIntlClientProvider>
  );
}
