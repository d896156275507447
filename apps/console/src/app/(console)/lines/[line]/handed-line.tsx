import type { ReactNode } from 'react';

import { Handed, serverRpc } from '../../../../rpc/server.tsx';

/** Hands a tab what its cards and what stands beside them read: the line, the company's people, departments and name. */
export async function HandedLine({ lineId, children }: { lineId: string; children: ReactNode }) {
  const { queryClient, trpc } = await serverRpc();
  await Promise.all([
    queryClient.prefetchQuery(trpc.lines.get.queryOptions({ lineId })),
    queryClient.prefetchQuery(trpc.people.list.queryOptions({})),
    queryClient.prefetchQuery(trpc.people.departments.queryOptions({})),
    queryClient.prefetchQuery(trpc.lines.crew.queryOptions({ lineId })),
    queryClient.prefetchQuery(trpc.company.get.queryOptions({})),
  ]);
  return <Handed>{children}</Handed>;
}
