'use client';

import { useQuery } from '@tanstack/react-query';
import { Sparkles } from 'lucide-react';
import { useLocale, useTranslations } from 'next-intl';
import { useMemo, type ReactNode } from 'react';

import { lineCards, tabOf, tabsToSave, type LineCard, type Tab } from '@switchboard/domain/line';

import { useTRPC } from '../../rpc/client.tsx';
import { changedPaths } from './line-draft.ts';
import { followed, sentencesOf, type Sentence, type Words } from './sentences.ts';
import { treeOf } from './tree.ts';
import { useLine } from './use-line.tsx';
import { wordsOf } from './words-of.ts';

/** The words in which the reader's own language tells a line's settings. */
export function useWords(): Words {
  const t = useTranslations('howItWorks');
  const times = useTranslations('times');
  const tabs = useTranslations('lineTabs');
  const queue = useTranslations('queue.members');
  const locale = useLocale();
  const trpc = useTRPC();
  const { line } = useLine();
  const { data: people } = useQuery(trpc.people.list.queryOptions({}));
  const { data: departments } = useQuery(trpc.people.departments.queryOptions({}));
  return useMemo(
    () =>
      wordsOf(
        locale,
        { t: t as Words['t'], times, tabs, unknown: queue('unknown') },
        {
          people: people ?? [],
          tree: treeOf(departments ?? []),
          departmentNames: new Map((departments ?? []).map((one) => [one.departmentId, one.name])),
          lineName: line.name,
        },
      ),
    [departments, line.name, locale, people, queue, t, tabs, times],
  );
}

/** Beside the cards of a tab: what its settings mean as they stand on the page, in sentences, and what more there is to show. */
export function Means({ tab, children }: { tab: Tab; children?: ReactNode }) {
  const t = useTranslations('lineTabs.means');
  const { draft, typed } = useLine();
  const words = useWords();
  const cards = (Object.keys(lineCards) as LineCard[]).filter((card) => tabOf(card) === tab);
  const changed = cards.some((card) => changedPaths(typed, card).length > 0);
  const valid = tabsToSave[tab].safeParse(draft[tab]).success;
  const told = valid ? sentencesOf(draft, words) : null;
  const sentences = told === null ? null : cards.flatMap((card) => told[card]);
  const now = followed(sentences ?? []);
  const kept = (sentences ?? []).filter((one) => !now.includes(one));
  return (
    <aside
      aria-label={t('title')}
      className="min-w-0 rounded-xl border border-edge bg-panel p-4 sm:p-5 xl:sticky xl:top-4"
    >
      <h2 className="flex items-center gap-2 font-semibold">
        <Sparkles className="size-4 text-accent" aria-hidden /> {t('title')}
      </h2>
      {(now.length > 0 || changed) && (
        <p className="mt-0.5 text-sm text-ink-faint">{changed ? t('draft') : t('inForce')}</p>
      )}
      <div aria-live="polite" className="mt-3 flex flex-col gap-3">
        {sentences === null ? (
          <p className="text-ink-soft">{t('invalid')}</p>
        ) : (
          <>
            {children}
            <Told sentences={now} />
            {kept.length > 0 && (
              <div className="text-sm">
                <p className="mb-2 text-ink-faint">{t('kept')}</p>
                <Told sentences={kept} />
              </div>
            )}
          </>
        )}
      </div>
    </aside>
  );
}

function Told({ sentences }: { sentences: readonly Sentence[] }) {
  if (sentences.length === 0) return null;
  return (
    <ul className="flex flex-col gap-2 text-ink-soft">
      {sentences.map(({ paths, text }) => (
        <li key={paths.join()} className="break-words whitespace-pre-line">
          {text}
        </li>
      ))}
    </ul>
  );
}
