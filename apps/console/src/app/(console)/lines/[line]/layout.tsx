import { TRPCClientError } from '@trpc/client';
import { notFound } from 'next/navigation';

import { LineHeader } from '../../../../features/lines/line-header.tsx';
import { LineNav } from '../../../../features/lines/line-nav.tsx';
import { codeOf } from '../../../../rpc/failure.ts';
import { Handed, serverRpc } from '../../../../rpc/server.tsx';
import { Page } from '../../../../ui/page.tsx';

export default async function LineLayout({ children, params }: LayoutProps<'/lines/[line]'>) {
  const { line } = await params;
  const { queryClient, trpc } = await serverRpc();
  try {
    await Promise.all([
      queryClient.fetchQuery(trpc.lines.get.queryOptions({ lineId: line })),
      queryClient.prefetchQuery(trpc.channels.list.queryOptions({ lineId: line })),
      queryClient.prefetchQuery(trpc.people.departments.queryOptions({})),
    ]);
  } catch (error) {
    if (error instanceof TRPCClientError && ['NOT_FOUND', 'BAD_REQUEST', 'FORBIDDEN'].includes(codeOf(error) ?? ''))
      notFound();
    throw error;
  }
  return (
    <Page wide="full">
      <Handed>
        <LineHeader lineId={line} />
      </Handed>
      <div className="grid gap-x-7 gap-y-5 lg:grid-cols-[12.5rem_minmax(0,1fr)]">
        <Handed>
          <LineNav lineId={line} />
        </Handed>
        <div className="min-w-0">{children}</div>
      </div>
    </Page>
  );
}
