'use client';

import { useTranslations } from 'next-intl';
import { useState, type ReactNode } from 'react';

import { closeReasons } from '@switchboard/domain/dialog';
import { deeds, facets, type DialogFilter, type Facet } from '@switchboard/domain/statistics';

import { Button } from '../../ui/button.tsx';
import { Field } from '../../ui/field.tsx';
import { Input, Select } from '../../ui/input.tsx';
import { Modal } from '../../ui/modal.tsx';

type Props = {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  filter: DialogFilter;
  onChange: (filter: DialogFilter) => void;
};

/** What is asked for less often: qualities of the dialog, how it ended, its ratings, and how long things took. */
export function MoreFilters({ open, onOpenChange, filter, onChange }: Props) {
  const t = useTranslations('dialogs');
  return (
    <Modal open={open} onOpenChange={onOpenChange} title={t('filter.moreTitle')} className="max-w-2xl">
      {open && (
        <Form
          filter={filter}
          onChange={(next) => {
            onChange(next);
            onOpenChange(false);
          }}
        />
      )}
    </Modal>
  );
}

const minutesOf = (seconds: number | undefined) => (seconds === undefined ? '' : String(Math.round(seconds / 6) / 10));

function Form({ filter, onChange }: Pick<Props, 'filter' | 'onChange'>) {
  const t = useTranslations('dialogs');
  const [draft, setDraft] = useState(filter);
  const [lengths, setLengths] = useState({
    firstAnswer: { atLeast: minutesOf(filter.firstAnswer?.atLeast), atMost: minutesOf(filter.firstAnswer?.atMost) },
    handling: { atLeast: minutesOf(filter.handling?.atLeast), atMost: minutesOf(filter.handling?.atMost) },
  });
  const change = (part: Partial<DialogFilter>) =>
    setDraft(Object.fromEntries(Object.entries({ ...draft, ...part }).filter(([, value]) => value !== undefined)));
  const toggled = <V,>(values: readonly V[] | undefined, value: V, on: boolean): V[] | undefined => {
    const next = (values ?? []).filter((one) => one !== value).concat(on ? [value] : []);
    return next.length === 0 ? undefined : next;
  };
  const problemOf = (text: string) => (text.trim() === '' || secondsOf(text) !== null ? undefined : t('length.wrong'));
  const wrong = Object.values(lengths).some(
    ({ atLeast, atMost }) => (problemOf(atLeast) ?? problemOf(atMost)) !== undefined,
  );

  const save = () => {
    if (wrong) return;
    const next: DialogFilter = { ...draft };
    for (const key of ['firstAnswer', 'handling'] as const) {
      const atLeast = secondsOf(lengths[key].atLeast);
      const atMost = secondsOf(lengths[key].atMost);
      delete next[key];
      if (atLeast !== null || atMost !== null)
        next[key] = { ...(atLeast === null ? {} : { atLeast }), ...(atMost === null ? {} : { atMost }) };
    }
    onChange(next);
  };

  return (
    <form
      noValidate
      className="flex flex-col gap-5"
      onSubmit={(event) => {
        event.preventDefault();
        save();
      }}
    >
      <div className="grid gap-4 sm:grid-cols-2">
        <Field label={t('filter.vote')}>
          {(control) => (
            <Select
              {...control}
              value={draft.vote ?? ''}
              onChange={({ target: { value } }) =>
                change({ vote: value === 'good' || value === 'bad' ? value : undefined })
              }
            >
              <option value="">{t('filter.anyVote')}</option>
              <option value="good">{t('vote.good')}</option>
              <option value="bad">{t('vote.bad')}</option>
            </Select>
          )}
        </Field>
        <Field label={t('filter.did')} hint={t('filter.didHint')}>
          {(control) => (
            <Select
              {...control}
              value={draft.did ?? ''}
              onChange={({ target: { value } }) => change({ did: deeds.find((deed) => deed === value) })}
            >
              <option value="">{t('filter.anyDid')}</option>
              {deeds.map((deed) => (
                <option key={deed} value={deed}>
                  {t(`did.${deed}`)}
                </option>
              ))}
            </Select>
          )}
        </Field>
      </div>
      <Group legend={t('filter.stars')}>
        {[1, 2, 3, 4, 5].map((stars) => (
          <Check
            key={stars}
            checked={draft.stars?.includes(stars) ?? false}
            onChange={(on) => change({ stars: toggled(draft.stars, stars, on) })}
          >
            {t('stars', { stars })}
          </Check>
        ))}
      </Group>
      <Group legend={t('filter.facets')}>
        {facets.map((facet: Facet) => (
          <Check
            key={facet}
            checked={draft.facets?.includes(facet) ?? false}
            onChange={(on) => change({ facets: toggled(draft.facets, facet, on) as [Facet, ...Facet[]] | undefined })}
          >
            {t(`facet.${facet}`)}
          </Check>
        ))}
      </Group>
      <Group legend={t('filter.closeReasons')}>
        {closeReasons.map((reason) => (
          <Check
            key={reason}
            checked={draft.closeReasons?.includes(reason) ?? false}
            onChange={(on) => change({ closeReasons: toggled(draft.closeReasons, reason, on) })}
          >
            {t(`reason.${reason}`)}
          </Check>
        ))}
      </Group>
      {(['firstAnswer', 'handling'] as const).map((key) => (
        <fieldset key={key} className="min-w-0">
          <legend className="mb-1.5 text-sm font-medium">{t(`length.${key}`)}</legend>
          <div className="grid grid-cols-2 gap-4">
            {(['atLeast', 'atMost'] as const).map((end) => (
              <Field key={end} label={t(`length.${end}`)} error={problemOf(lengths[key][end])}>
                {(control) => (
                  <Input
                    {...control}
                    inputMode="decimal"
                    value={lengths[key][end]}
                    onChange={({ target }) =>
                      setLengths({ ...lengths, [key]: { ...lengths[key], [end]: target.value } })
                    }
                  />
                )}
              </Field>
            ))}
          </div>
        </fieldset>
      ))}
      <div className="sticky -bottom-5 -mx-5 -mb-5 border-t border-edge bg-raised px-5 py-3">
        <Button type="submit" look="primary" disabled={wrong}>
          {t('filter.apply')}
        </Button>
      </div>
    </form>
  );
}

/** Minutes as somebody writes them, as seconds; null where they are none. */
function secondsOf(text: string): number | null {
  if (!/^\d{1,6}([.,]\d{1,2})?$/.test(text.trim())) return null;
  const seconds = Math.round(Number(text.trim().replace(',', '.')) * 60);
  return seconds <= 31_622_400 ? seconds : null;
}

function Group({ legend, children }: { legend: string; children: ReactNode }) {
  return (
    <fieldset className="min-w-0">
      <legend className="mb-1 text-sm font-medium">{legend}</legend>
      <div className="grid gap-x-4 sm:grid-cols-2">{children}</div>
    </fieldset>
  );
}

function Check({
  checked,
  onChange,
  children,
}: {
  checked: boolean;
  onChange: (checked: boolean) => void;
  children: ReactNode;
}) {
  return (
    <label className="flex min-h-8 items-center gap-2.5 rounded-md px-1 hover:bg-hover has-focus-visible:bg-hover">
      <input
        type="checkbox"
        checked={checked}
        onChange={(event) => onChange(event.target.checked)}
        className="size-4 shrink-0 accent-accent-fill"
      />
      <span className="min-w-0">{children}</span>
    </label>
  );
}
