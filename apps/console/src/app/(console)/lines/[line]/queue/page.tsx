import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';

import { QueueTab } from '../../../../../features/lines/queue-tab.tsx';
import { HandedLine } from '../handed-line.tsx';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('lineTabs'))('tab.queue') };
}

export default async function QueuePage({ params }: PageProps<'/lines/[line]/queue'>) {
  const { line } = await params;
  return (
    <HandedLine lineId={line}>
      <QueueTab lineId={line} />
    </HandedLine>
  );
}
