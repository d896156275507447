import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';

import { AutoActionsTab } from '../../../../../features/lines/auto-actions-tab.tsx';
import { HandedLine } from '../handed-line.tsx';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('lineTabs'))('tab.autoActions') };
}

export default async function AutoActionsPage({ params }: PageProps<'/lines/[line]/auto-actions'>) {
  const { line } = await params;
  return (
    <HandedLine lineId={line}>
      <AutoActionsTab lineId={line} />
    </HandedLine>
  );
}
