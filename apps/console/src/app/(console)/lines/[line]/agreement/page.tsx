import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';

import { AgreementTab } from '../../../../../features/lines/agreement-tab.tsx';
import { serverRpc } from '../../../../../rpc/server.tsx';
import { HandedLine } from '../handed-line.tsx';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('lineTabs'))('tab.agreement') };
}

export default async function AgreementPage({ params }: PageProps<'/lines/[line]/agreement'>) {
  const { line } = await params;
  const { queryClient, trpc } = await serverRpc();
  await queryClient.prefetchQuery(trpc.agreements.choices.queryOptions({}));
  return (
    <HandedLine lineId={line}>
      <AgreementTab lineId={line} />
    </HandedLine>
  );
}
