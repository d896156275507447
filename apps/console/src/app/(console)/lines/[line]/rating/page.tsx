import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';

import { RatingTab } from '../../../../../features/lines/rating-tab.tsx';
import { HandedLine } from '../handed-line.tsx';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('lineTabs'))('tab.rating') };
}

export default async function RatingPage({ params }: PageProps<'/lines/[line]/rating'>) {
  const { line } = await params;
  return (
    <HandedLine lineId={line}>
      <RatingTab lineId={line} />
    </HandedLine>
  );
}
