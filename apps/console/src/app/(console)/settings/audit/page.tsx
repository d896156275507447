import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { getTranslations } from 'next-intl/server';

import { may } from '@switchboard/domain/access';

import { auditFilterIn, auditInput } from '../../../../features/settings/audit-filter.ts';
import { AuditLog } from '../../../../features/settings/audit-log.tsx';
import { Handed, serverRpc, whoAsks } from '../../../../rpc/server.tsx';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('audit'))('title') };
}

export default async function AuditPage({ searchParams }: PageProps<'/settings/audit'>) {
  const me = await whoAsks();
  if (me === null || !may(me, 'settings', {})) notFound();
  const asked = Object.entries(await searchParams).flatMap(([name, value]) =>
    typeof value === 'string' ? [[name, value]] : [],
  );
  const { queryClient, trpc } = await serverRpc();
  await Promise.all([
    queryClient.prefetchInfiniteQuery(
      trpc.audit.list.infiniteQueryOptions(auditInput(auditFilterIn(new URLSearchParams(asked))), {
        getNextPageParam: (page) => page.next ?? undefined,
      }),
    ),
    queryClient.prefetchQuery(trpc.people.list.queryOptions({})),
  ]);
  return (
    <Handed>
      <AuditLog />
    </Handed>
  );
}
