'use client';

import { useTranslations } from 'next-intl';
import { useState } from 'react';

import { period, type Days } from '@switchboard/domain/statistics';

import { Button } from '../../ui/button.tsx';
import { Field } from '../../ui/field.tsx';
import { useFieldWords } from '../../ui/field-words.ts';
import { Input } from '../../ui/input.tsx';

/** Days of one's own choice, from the first up to the last. */
export function OwnDays({ days, onChoose }: { days: Days | null; onChoose: (days: Days) => void }) {
  const t = useTranslations('dialogs.period');
  const say = useFieldWords();
  const [from, setFrom] = useState(days?.from ?? '');
  const [until, setUntil] = useState(days?.until ?? '');
  const [asked, setAsked] = useState(false);
  const read = period.safeParse({ from, until });
  const wrong = (at: 'from' | 'until') => {
    if (!asked || read.success) return undefined;
    // A union tells its branches apart; the one with days is the second.
    const issues = read.error.issues.flatMap((issue) =>
      issue.code === 'invalid_union' ? issue.errors.flat() : [issue],
    );
    const issue = issues.find(({ path }) => path.at(-1) === at);
    return issue === undefined ? undefined : say(issue.message);
  };
  return (
    <form
      noValidate
      className="flex flex-col gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        setAsked(true);
        if (read.success) onChoose({ from, until });
      }}
    >
      <Field label={t('from')} error={wrong('from')}>
        {(control) => (
          <Input {...control} type="date" value={from} onChange={({ target }) => setFrom(target.value)} autoFocus />
        )}
      </Field>
      <Field label={t('until')} error={wrong('until')}>
        {(control) => (
          <Input {...control} type="date" value={until} onChange={({ target }) => setUntil(target.value)} />
        )}
      </Field>
      <Button type="submit" look="primary">
        {t('show')}
      </Button>
    </form>
  );
}
