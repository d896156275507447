'use client';

import { useTranslations } from 'next-intl';

import { weekdays, type Hours } from '@switchboard/domain/hours';

import { Choices } from '../../ui/choices.tsx';
import { Field } from '../../ui/field.tsx';
import { Select } from '../../ui/input.tsx';

/** So many days of the week from Monday on, and between which full hours. */
export type ChosenHours = { days: 5 | 6 | 7; from: number; until: number };

/** The week of these hours, as a line's settings have it. */
export function weekOf({ days, from, until }: ChosenHours): Hours['week'] {
  const interval = { from: clock(from), to: clock(until) };
  const week = weekdays.map((weekday, index) => [weekday, index < days ? [interval] : []]);
  return Object.fromEntries(week) as Hours['week'];
}

const usual: ChosenHours = { days: 5, from: 9, until: 18 };
const hours = Array.from({ length: 24 }, (_, hour) => hour);

/** The working hours of a first line in three choices; null is always. */
export function FirstHours({
  value,
  onChange,
}: {
  value: ChosenHours | null;
  onChange: (value: ChosenHours | null) => void;
}) {
  const t = useTranslations('welcome.hours');
  return (
    <div className="flex flex-col gap-3">
      <p aria-hidden className="text-sm font-medium">
        {t('title')}
      </p>
      <Choices
        legend={t('title')}
        value={value === null ? 'always' : 'hours'}
        onChange={(chosen) => onChange(chosen === 'always' ? null : usual)}
        choices={[
          { value: 'always', label: t('always') },
          { value: 'hours', label: t('hours'), hint: t('hint') },
        ]}
      />
      {value !== null && (
        <div className="flex flex-wrap gap-3">
          <Field label={t('days')} className="min-w-0 flex-1 basis-52">
            {(control) => (
              <Select
                {...control}
                value={value.days}
                onChange={(event) => onChange({ ...value, days: Number(event.target.value) as ChosenHours['days'] })}
              >
                <option value={5}>{t('workdays')}</option>
                <option value={6}>{t('six')}</option>
                <option value={7}>{t('seven')}</option>
              </Select>
            )}
          </Field>
          <Field label={t('from')} className="w-24">
            {(control) => (
              <Select
                {...control}
                value={value.from}
                onChange={(event) => {
                  const from = Number(event.target.value);
                  onChange({ ...value, from, until: Math.max(value.until, from + 1) });
                }}
              >
                {hours.map((hour) => (
                  <option key={hour} value={hour}>
                    {clock(hour)}
                  </option>
                ))}
              </Select>
            )}
          </Field>
          <Field label={t('until')} className="w-24">
            {(control) => (
              <Select
                {...control}
                value={value.until}
                onChange={(event) => onChange({ ...value, until: Number(event.target.value) })}
              >
                {hours
                  .map((hour) => hour + 1)
                  .filter((hour) => hour > value.from)
                  .map((hour) => (
                    <option key={hour} value={hour}>
                      {clock(hour)}
                    </option>
                  ))}
              </Select>
            )}
          </Field>
        </div>
      )}
    </div>
  );
}

function clock(hour: number): string {
  return `${String(hour).padStart(2, '0')}:00`;
}
