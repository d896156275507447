import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';

import { HoursTab } from '../../../../../features/lines/hours-tab.tsx';
import { HandedLine } from '../handed-line.tsx';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('lineTabs'))('tab.hours') };
}

export default async function HoursPage({ params }: PageProps<'/lines/[line]/hours'>) {
  const { line } = await params;
  return (
    <HandedLine lineId={line}>
      <HoursTab lineId={line} />
    </HandedLine>
  );
}
