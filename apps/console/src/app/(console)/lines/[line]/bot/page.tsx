import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';

import { BotTab } from '../../../../../features/lines/bot-tab.tsx';
import { HandedLine } from '../handed-line.tsx';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('lineTabs'))('tab.bot') };
}

export default async function BotPage({ params }: PageProps<'/lines/[line]/bot'>) {
  const { line } = await params;
  return (
    <HandedLine lineId={line}>
      <BotTab lineId={line} />
    </HandedLine>
  );
}
