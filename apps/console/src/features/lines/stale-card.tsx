'use client';

import { useQuery } from '@tanstack/react-query';
import { GitCompareArrows } from 'lucide-react';
import { useTranslations } from 'next-intl';

import { isSame, lineCards, valueAt, type LineCard } from '@switchboard/domain/line';

import { useTRPC } from '../../rpc/client.tsx';
import { Button } from '../../ui/button.tsx';
import { useSettingWords } from '../../ui/setting-words.ts';
import { changeDraft, rebased } from './line-draft.ts';
import { useLine } from './use-line.tsx';

/** Somebody saved this card meanwhile: both values of every setting that differs. What was typed stays until it is given up. */
export function StaleCard({ card }: { card: LineCard }) {
  const t = useTranslations('lineTabs');
  const trpc = useTRPC();
  const { line, inForce, draft, takeBack } = useLine();
  const { data: people = [] } = useQuery(trpc.people.list.queryOptions({}));
  const { data: departments = [] } = useQuery(trpc.people.departments.queryOptions({}));
  const { data: lists = [] } = useQuery(trpc.quickReplies.lists.queryOptions({}));
  const { data: agreements = [] } = useQuery(trpc.agreements.choices.queryOptions({}));
  const { data: arranged } = useQuery(trpc.pipelines.list.queryOptions({}));
  const pipelines = arranged?.pipelines ?? [];
  const { name, value } = useSettingWords({ people, departments, lists, agreements, pipelines });
  const different = lineCards[card].filter((path) => !isSame(valueAt(draft, path), valueAt(inForce.settings, path)));
  const known = () => changeDraft(line.lineId, (typed) => rebased(typed, inForce, card));
  return (
    <section role="alert" className="mb-5 rounded-lg border border-waiting-mark">
      <div className="flex items-start gap-2.5 p-3">
        <GitCompareArrows className="mt-0.5 size-4 shrink-0 text-waiting" aria-hidden />
        <div className="min-w-0">
          <h3 className="font-semibold">{t('stale.title')}</h3>
          <p className="text-ink-soft">{different.length === 0 ? t('stale.same') : t('stale.text')}</p>
        </div>
      </div>
      {different.length > 0 && (
        <ul className="border-t border-edge">
          {different.map((path) => (
            <li key={path} className="border-b border-edge p-3 last:border-b-0">
              <div className="flex flex-wrap items-start justify-between gap-2">
                <p className="font-medium">{name(path)}</p>
                <Button
                  size="sm"
                  onClick={() => takeBack([path])}
                  aria-label={t('stale.takeWhat', { setting: name(path) })}
                >
                  {t('stale.take')}
                </Button>
              </div>
              <dl className="mt-1 grid gap-x-4 gap-y-1.5 text-sm sm:grid-cols-2">
                <div className="min-w-0">
                  <dt className="text-xs text-ink-faint">{t('stale.theirs')}</dt>
                  <dd className="break-words whitespace-pre-line">{value(path, inForce.settings)}</dd>
                </div>
                <div className="min-w-0">
                  <dt className="text-xs text-ink-faint">{t('stale.mine')}</dt>
                  <dd className="break-words whitespace-pre-line">{value(path, draft)}</dd>
                </div>
              </dl>
            </li>
          ))}
        </ul>
      )}
      <div className="flex flex-wrap justify-end gap-2 border-t border-edge p-3">
        <Button size="sm" onClick={() => takeBack(lineCards[card])}>
          {t('stale.takeAll')}
        </Button>
        <Button size="sm" look="primary" onClick={known}>
          {t('stale.keep')}
        </Button>
      </div>
    </section>
  );
}
