import { getTranslations } from 'next-intl/server';
import Link from 'next/link';

import { tabOf, type LineCard } from '@switchboard/domain/line';

import type { Language } from '../../messages/language.ts';
import { languages } from '../../messages/language.ts';
import type { DepartmentRow, Employee, LineView } from '../../rpc/shapes.ts';
import { cn } from '../../ui/cn.ts';
import { wordsIn } from './line-words.ts';
import { followed, followedCards, sentencesOf } from './sentences.ts';

const segments: Record<string, string> = { autoActions: 'auto-actions', clientEmails: 'other' };

type Props = {
  line: LineView;
  people: Employee[];
  departments: DepartmentRow[];
  channels: number;
  /** The language of the sentences; the page around them is in the reader's. */
  language: Language;
};

/** How a line works now: its settings told in sentences, card by card. */
export async function LineSummary({ line, people, departments, channels, language }: Props) {
  const t = await getTranslations('howItWorks');
  const tabs = await getTranslations('lineTabs');
  const words = wordsIn(language, { people, departments, lineName: line.name });
  const told = sentencesOf(line.settings as Parameters<typeof sentencesOf>[0], words);
  const base = `/lines/${line.lineId}`;
  return (
    <div className="max-w-3xl rounded-xl border border-edge bg-panel p-4 sm:p-6">
      <div className="flex flex-wrap items-start justify-between gap-3">
        <div className="min-w-0 flex-1 basis-64">
          <h2 className="text-lg font-semibold">{t('title')}</h2>
          <p className="mt-0.5 text-pretty text-ink-soft">{t('text')}</p>
        </div>
        <nav aria-label={t('in.label')} className="flex gap-1">
          {languages.map((one) => (
            <Link
              key={one}
              href={`${base}/summary?in=${one}`}
              aria-current={one === language ? 'true' : undefined}
              className={cn(
                'rounded-md px-2.5 py-1 text-sm',
                one === language ? 'bg-accent-soft text-accent' : 'text-ink-soft hover:bg-hover',
              )}
            >
              {t(`in.${one}`)}
            </Link>
          ))}
        </nav>
      </div>
      <div lang={language} className="mt-5 flex flex-col gap-5">
        <section>
          <h3 className="font-medium">{line.name}</h3>
          <p className="mt-1">{words.t(`state.${line.active ? 'active' : 'inactive'}`)}</p>
          <p className="mt-1">{words.t('channels', { count: channels })}</p>
        </section>
        {followedCards.map((card) => {
          const sentences = followed(told[card]);
          if (sentences.length === 0) return null;
          return (
            <section key={card}>
              <div className="flex items-baseline justify-between gap-3">
                <h3 className="font-medium">{words.cardTitle(card)}</h3>
                <Link
                  href={`${base}/${segmentOf(card)}#${card.replace('.', '-')}`}
                  aria-label={`${t('change')}: ${tabs(`card.${card}.title`)}`}
                  className="text-sm text-accent hover:underline print:hidden"
                >
                  {t('change')}
                </Link>
              </div>
              {sentences.map(({ text, paths }) => (
                <p key={paths.join()} className="mt-1 text-pretty break-words whitespace-pre-line text-ink-soft">
                  {text}
                </p>
              ))}
            </section>
          );
        })}
      </div>
    </div>
  );
}

function segmentOf(card: LineCard): string {
  const tab = tabOf(card);
  return segments[tab] ?? tab;
}
