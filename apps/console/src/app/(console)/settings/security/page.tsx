import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { getTranslations } from 'next-intl/server';

import { may } from '@switchboard/domain/access';

import { SecuritySettings } from '../../../../features/settings/security-settings.tsx';
import { Handed, serverRpc, whoAsks } from '../../../../rpc/server.tsx';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('security'))('title') };
}

export default async function SecurityPage() {
  const me = await whoAsks();
  if (me === null || !may(me, 'settings', {})) notFound();
  const { queryClient, trpc } = await serverRpc();
  await queryClient.prefetchQuery(trpc.secondFactor.security.queryOptions({}));
  return (
    <Handed>
      <SecuritySettings />
    </Handed>
  );
}
