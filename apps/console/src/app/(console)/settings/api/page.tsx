import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { getTranslations } from 'next-intl/server';

import { may } from '@switchboard/domain/access';

import { apiCallsOf } from '../../../../features/settings/api-calls.ts';
import { ApiSettings } from '../../../../features/settings/api-settings.tsx';
import { apiInternalUrl } from '../../../../rpc/api-url.ts';
import { Handed, serverRpc, whoAsks } from '../../../../rpc/server.tsx';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('api'))('title') };
}

export default async function ApiPage() {
  const me = await whoAsks();
  if (me === null || !may(me, 'api', {})) notFound();
  const { queryClient, trpc } = await serverRpc();
  const [calls] = await Promise.all([
    fetch(`${apiInternalUrl()}/api/v1/openapi.json`, { cache: 'no-store', signal: AbortSignal.timeout(5_000) })
      .then(async (answer) => apiCallsOf(await answer.json()))
      .catch(() => null),
    queryClient.prefetchQuery(trpc.apiKeys.list.queryOptions({})),
  ]);
  return (
    <Handed>
      <ApiSettings calls={calls} />
    </Handed>
  );
}
