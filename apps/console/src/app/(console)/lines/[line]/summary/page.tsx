import type { Metadata } from 'next';
import { getLocale, getTranslations } from 'next-intl/server';

import { LineSummary } from '../../../../../features/lines/line-summary.tsx';
import { isLanguage } from '../../../../../messages/language.ts';
import { serverRpc } from '../../../../../rpc/server.tsx';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('howItWorks'))('title') };
}

export default async function SummaryPage({ params, searchParams }: PageProps<'/lines/[line]/summary'>) {
  const { line: lineId } = await params;
  const { in: asked } = await searchParams;
  const { client } = await serverRpc();
  const [line, people, departments, channels, locale] = await Promise.all([
    client.lines.get.query({ lineId }),
    client.people.list.query({}),
    client.people.departments.query({}),
    client.channels.list.query({ lineId }),
    getLocale(),
  ]);
  const language = typeof asked === 'string' && isLanguage(asked) ? asked : locale;
  return (
    <LineSummary line={line} people={people} departments={departments} channels={channels.length} language={language} />
  );
}
