import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';

import { OtherTab } from '../../../../../features/lines/other-tab.tsx';
import { HandedLine } from '../handed-line.tsx';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('lineTabs'))('tab.other') };
}

export default async function OtherPage({ params }: PageProps<'/lines/[line]/other'>) {
  const { line } = await params;
  return (
    <HandedLine lineId={line}>
      <OtherTab lineId={line} />
    </HandedLine>
  );
}
