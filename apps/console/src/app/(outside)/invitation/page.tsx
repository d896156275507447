import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';

import { ExpiredInvitation, Invitation } from '../../../features/sign-in/invitation.tsx';
import { serverRpc } from '../../../rpc/server.tsx';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('outside'))('invitation.pageTitle'), referrer: 'no-referrer' };
}

export default async function InvitationPage({ searchParams }: PageProps<'/invitation'>) {
  const { token } = await searchParams;
  if (typeof token !== 'string' || token === '') return <ExpiredInvitation />;
  const { client } = await serverRpc();
  const invitation = await client.invitations.look.query({ token });
  return invitation === null ? <ExpiredInvitation /> : <Invitation token={token} invitation={invitation} />;
}
