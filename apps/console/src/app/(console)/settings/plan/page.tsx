import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { getTranslations } from 'next-intl/server';

import { may } from '@switchboard/domain/access';

import { PlanPage } from '../../../../features/plan/plan-page.tsx';
import { Handed, serverRpc, whoAsks } from '../../../../rpc/server.tsx';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('plan'))('title') };
}

export default async function SettingsPlanPage() {
  const me = await whoAsks();
  if (me === null || !may(me, 'settings', {})) notFound();
  const { queryClient, trpc } = await serverRpc();
  await Promise.all([
    queryClient.prefetchQuery(trpc.company.plan.queryOptions({})),
    queryClient.prefetchQuery(trpc.lines.list.queryOptions({})),
  ]);
  return (
    <Handed>
      <PlanPage />
    </Handed>
  );
}
