'use client';

import { Unplug } from 'lucide-react';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';

import { lineCards, notConnected, type LineCard } from '@switchboard/domain/line';

import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { Consequence } from './consequence.tsx';
import { changedByOthers, changedPaths, problemsOf } from './line-draft.ts';
import { StaleCard } from './stale-card.tsx';
import { useLine } from './use-line.tsx';

/**
 * Settings that are shown and saved together. What is typed waits for Save, with what saving moves said beside it; where
 * somebody else saved the same card meanwhile, both values are shown and what was typed stays.
 */
export function SettingsCard({ card, children }: { card: LineCard; children: ReactNode }) {
  const t = useTranslations('lineTabs');
  const { inForce, typed, readOnly, save, saving, takeBack } = useLine();
  const changed = changedPaths(typed, card);
  const theirs = changedByOthers(typed, inForce, card);
  const problems = problemsOf(typed, inForce.settings, card);
  const missing = new Set(lineCards[card].flatMap((path) => notConnected[path] ?? []));
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (changed.length > 0 && Object.keys(problems).length === 0) void save(card);
      }}
    >
      <Card
        id={card.replace('.', '-')}
        title={t(`card.${card}.title`)}
        description={t(`card.${card}.text`)}
        footer={
          changed.length === 0 || readOnly ? undefined : (
            <>
              <div aria-live="polite" className="min-w-0 flex-1 basis-56 text-sm text-ink-soft">
                <Consequence card={card} />
              </div>
              <div className="flex gap-2">
                <Button onClick={() => takeBack(changed)}>{t('discard')}</Button>
                <Button
                  type="submit"
                  look="primary"
                  busy={saving === card}
                  disabled={Object.keys(problems).length > 0 || theirs.length > 0}
                >
                  {t('save')}
                </Button>
              </div>
            </>
          )
        }
      >
        {theirs.length > 0 && <StaleCard card={card} />}
        {[...missing].map((part) => (
          <p
            key={part}
            className="mb-4 flex items-start gap-2 rounded-lg bg-muted-soft px-3 py-2 text-sm text-ink-soft"
          >
            <Unplug className="mt-0.5 size-4 shrink-0 text-ink-faint" aria-hidden />
            {t(`missing.${part}`)}
          </p>
        ))}
        <fieldset disabled={readOnly} className="flex min-w-0 flex-col gap-5">
          <legend className="sr-only">{t(`card.${card}.title`)}</legend>
          {children}
        </fieldset>
      </Card>
    </form>
  );
}
