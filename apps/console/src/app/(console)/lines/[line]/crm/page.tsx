import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';

import { CrmTab } from '../../../../../features/lines/crm-tab.tsx';
import { HandedLine } from '../handed-line.tsx';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('lineTabs'))('tab.crm') };
}

export default async function CrmPage({ params }: PageProps<'/lines/[line]/crm'>) {
  const { line } = await params;
  return (
    <HandedLine lineId={line}>
      <CrmTab lineId={line} />
    </HandedLine>
  );
}
