'use client';

import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useState } from 'react';

import { comparisons, daysOf, presets, type FigureFilter, type Period } from '@switchboard/domain/statistics';

import { useTRPC } from '../../rpc/client.tsx';
import { Button } from '../../ui/button.tsx';
import { Field } from '../../ui/field.tsx';
import { useFieldWords } from '../../ui/field-words.ts';
import { Input, Select } from '../../ui/input.tsx';
import { fullName } from '../../ui/person.ts';
import { PickSeveral } from '../../ui/pick-several.tsx';
import { isNarrowed, narrowings, problemOf, type Narrowing } from './figure-filter.ts';
import type { Asked } from './use-asked.ts';
import { useDays } from './use-days.ts';

type Choice = { value: string; label: string; note?: string | undefined };

/** What the bar offers, and the names of what is chosen. */
function useChoices(): { today: string | undefined; of: Record<Narrowing, Choice[]> } {
  const t = useTranslations('statistics.filter');
  const { data } = useQuery(useTRPC().statistics.choices.queryOptions({}, { staleTime: 5 * 60_000 }));
  const gone = (is: boolean) => (is ? t('gone') : undefined);
  return {
    today: data?.today,
    of: {
      lines: (data?.lines ?? []).map((line) => ({ value: line.id, label: line.name, note: gone(line.gone) })),
      channels: (data?.channels ?? []).map((one) => ({ value: one.id, label: one.name, note: gone(one.gone) })),
      operators: (data?.operators ?? []).map((person) => ({
        value: person.employeeId,
        label: fullName(person),
        note: gone(person.gone),
      })),
      departments: (data?.departments ?? []).map(({ id, name }) => ({ value: id, label: name })),
    },
  };
}

/** What all pages of figures are narrowed by. It stands in the address, so it goes along from page to page. */
export function FilterBar({ asked: { filter, refused, change } }: { asked: Asked }) {
  const t = useTranslations('statistics.filter');
  const say = useFieldWords();
  const choices = useChoices();
  const [draft, setDraft] = useState<{ from: string; until: string } | null>(null);
  const own = draft ?? refused ?? ('from' in filter.period ? filter.period : null);
  const problem = draft === null ? refused?.problem : problemOf(draft.from, draft.until);
  const choose = (period: Period) => {
    setDraft(null);
    change({ period });
  };
  const type = (from: string, until: string) => {
    if (problemOf(from, until) === null) choose({ from, until });
    else setDraft({ from, until });
  };
  const wrong = (at: 'from' | 'until') => (problem?.at === at ? say(problem.message) : undefined);
  return (
    <div className="mb-3 print:hidden" role="group" aria-label={t('label')}>
      <div className="flex flex-wrap items-start gap-2">
        <Select
          aria-label={t('period')}
          className="w-full min-[26rem]:w-50"
          value={own === null && 'preset' in filter.period ? filter.period.preset : 'own'}
          onChange={({ target: { value } }) => {
            const preset = presets.find((one) => one === value);
            if (preset !== undefined) choose({ preset });
            else choose(daysOf(filter.period, choices.today ?? new Date().toISOString().slice(0, 10)));
          }}
        >
          {presets.map((preset) => (
            <option key={preset} value={preset}>
              {t(`presets.${preset}`)}
            </option>
          ))}
          <option value="own">{t('presets.own')}</option>
        </Select>
        <Select
          aria-label={t('compare')}
          className="w-full min-[26rem]:w-56"
          value={filter.compare}
          onChange={({ target: { value } }) =>
            change({ compare: comparisons.find((one) => one === value) ?? 'before' })
          }
        >
          {comparisons.map((comparison) => (
            <option key={comparison} value={comparison}>
              {t(`compares.${comparison}`)}
            </option>
          ))}
        </Select>
        {narrowings.map((name) =>
          choices.of[name].length === 0 && filter[name] === undefined ? null : (
            <PickSeveral
              key={name}
              label={t(`${name}.label`)}
              all={t(`${name}.all`)}
              choices={choices.of[name]}
              value={filter[name] ?? []}
              onChange={(value) => change({ [name]: value })}
              className="w-[calc(50%-0.25rem)] min-[26rem]:w-auto min-[26rem]:max-w-52"
            />
          ),
        )}
        {isNarrowed(filter) && (
          <Button look="link" size="sm" className="min-h-8" onClick={() => change(nothingNarrowed)}>
            {t('clear')}
          </Button>
        )}
      </div>
      {own !== null && (
        <div className="mt-2.5 flex flex-wrap items-start gap-2">
          <Field label={t('from')} error={wrong('from')} className="w-40">
            {(control) => (
              <Input
                {...control}
                type="date"
                value={own.from}
                onChange={({ target: { value } }) => type(value, own.until)}
              />
            )}
          </Field>
          <Field label={t('until')} error={wrong('until')} className="w-40">
            {(control) => (
              <Input
                {...control}
                type="date"
                value={own.until}
                onChange={({ target: { value } }) => type(own.from, value)}
              />
            )}
          </Field>
        </div>
      )}
    </div>
  );
}

/** Everything that figures can be narrowed to, taken away. */
export const nothingNarrowed: Partial<FigureFilter> = { lines: [], channels: [], operators: [], departments: [] };

/** The filter as words, for paper. */
export function FilterInWords({ filter }: { filter: FigureFilter }) {
  const t = useTranslations('statistics.filter');
  const days = useDays();
  const choices = useChoices();
  const chosen = narrowings.flatMap((name) => {
    const names = choices.of[name].filter(({ value }) => filter[name]?.includes(value)).map(({ label }) => label);
    return filter[name] === undefined ? [] : [`${t(`${name}.label`)}: ${names.join(', ')}`];
  });
  const period = 'preset' in filter.period ? t(`presets.${filter.period.preset}`) : days.range(filter.period);
  return (
    <p className="hidden text-sm print:block">
      {[`${t('period')}: ${period}`, t(`compares.${filter.compare}`), ...chosen].join(' · ')}
    </p>
  );
}
