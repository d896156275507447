import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';

import { KpiTab } from '../../../../../features/lines/kpi-tab.tsx';
import { HandedLine } from '../handed-line.tsx';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('lineTabs'))('tab.kpi') };
}

export default async function KpiPage({ params }: PageProps<'/lines/[line]/kpi'>) {
  const { line } = await params;
  return (
    <HandedLine lineId={line}>
      <KpiTab lineId={line} />
    </HandedLine>
  );
}
