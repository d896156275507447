import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';

import { FirstChannel } from '../../features/channels/first-channel.tsx';
import { Invitations } from '../../features/people/invitations.tsx';
import { Invite } from '../../features/people/invite.tsx';
import { NameLine } from '../../features/welcome/name-line.tsx';
import { TestMessage } from '../../features/welcome/test-message.tsx';
import { Wizard } from '../../features/welcome/wizard.tsx';
import { Handed, serverRpc } from '../../rpc/server.tsx';
import { Card } from '../../ui/card.tsx';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('welcome'))('title') };
}

export default async function WelcomePage() {
  const [t, { queryClient, trpc }] = await Promise.all([getTranslations('welcome'), serverRpc()]);
  await Promise.all([
    queryClient.prefetchQuery(trpc.lines.list.queryOptions({})),
    queryClient.prefetchQuery(trpc.channels.list.queryOptions({})),
  ]);
  return (
    <Handed>
      <Wizard
        parts={{
          line: <NameLine />,
          people: (
            <>
              <Card title={t('people.card')}>
                <Invite />
              </Card>
              <Invitations />
            </>
          ),
          channel: (
            <>
              <FirstChannel />
              <TestMessage />
            </>
          ),
        }}
      />
    </Handed>
  );
}
