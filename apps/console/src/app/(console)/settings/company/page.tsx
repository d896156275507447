import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { getTranslations } from 'next-intl/server';

import { may } from '@switchboard/domain/access';

import { ErasedPeople } from '../../../../features/erasure/erased-people.tsx';
import { CompanySettings } from '../../../../features/settings/company-settings.tsx';
import { Handed, serverRpc, whoAsks } from '../../../../rpc/server.tsx';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('settings'))('place.company') };
}

export default async function CompanyPage() {
  const me = await whoAsks();
  if (me === null || !may(me, 'settings', {})) notFound();
  const { queryClient, trpc } = await serverRpc();
  await Promise.all([
    queryClient.prefetchQuery(trpc.company.get.queryOptions({})),
    queryClient.prefetchQuery(trpc.erasures.retention.queryOptions({})),
  ]);
  return (
    <Handed>
      <CompanySettings>
        <ErasedPeople />
      </CompanySettings>
    </Handed>
  );
}
