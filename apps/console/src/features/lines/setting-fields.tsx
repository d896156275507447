'use client';

import { useTranslations } from 'next-intl';
import { useState, type ReactNode } from 'react';

import { cardOf, valueAt, type LinePath } from '@switchboard/domain/line';

import { Choices } from '../../ui/choices.tsx';
import { Field } from '../../ui/field.tsx';
import { useFieldWords } from '../../ui/field-words.ts';
import { Input, Select } from '../../ui/input.tsx';
import { Switch } from '../../ui/switch.tsx';
import { useMinutesInWords } from '../../ui/time.tsx';
import { problemAt, problemsOf } from './line-draft.ts';
import { useLine } from './use-line.tsx';

/** The value of a setting as it stands on the page, and what is wrong with it in words. */
export function useSetting<T>(path: LinePath) {
  const words = useFieldWords();
  const { draft, inForce, typed, readOnly, set } = useLine();
  const problem = problemAt(problemsOf(typed, inForce.settings, cardOf(path)), path);
  return {
    value: valueAt(draft, path) as T,
    set: (value: T) => set(path, value),
    problem: words(problem),
    readOnly,
  };
}

type SwitchPath = LinePath & (typeof switches)[number];
const switches = [
  'queue.checkAvailability',
  'queue.nameInText',
  'hours.schedule',
  'crm.check',
  'crm.tracker',
  'crm.routeToResponsible',
  'crm.changeResponsible',
  'agreement.ask',
  'agreement.hold.liveChat',
  'agreement.hold.messengers',
  'autoActions.welcome.on',
  'autoActions.typingWatch',
  'rating.ask',
  'rating.duringDialog',
  'rating.closeAfter',
  'bot.first',
  'kpi.first.notify',
  'kpi.further.notify',
  'clientEmails.transcript',
  'clientEmails.answered',
] as const;

/** A setting that is on or off. It saves at once, with undo, unless it moves open dialogs and waits for Save. */
export function SwitchSetting({ path, waits = false, hint }: { path: SwitchPath; waits?: boolean; hint?: ReactNode }) {
  const t = useTranslations('lineTabs');
  const { saveNow } = useLine();
  const { value, set, problem, readOnly } = useSetting<boolean>(path);
  const about = hint ?? (t.has(`hint.${path}` as 'hint.kpi.text') ? t(`hint.${path}` as 'hint.kpi.text') : undefined);
  return (
    <div>
      <Switch
        checked={value}
        disabled={readOnly}
        label={t(`name.${path}`)}
        {...(about === undefined ? {} : { hint: about })}
        onChange={(on) => (waits ? set(on) : void saveNow(path, on))}
      />
      {problem !== undefined && (
        <p role="alert" className="mt-1 pl-11.5 text-sm text-overdue">
          {problem}
        </p>
      )}
    </div>
  );
}

/** One of a few, each explained where it needs to be. */
export function ChoiceSetting<V extends string>({
  path,
  values,
  words,
  hints,
  columns,
  labelled = false,
}: {
  path: LinePath;
  values: readonly V[];
  words: (value: V) => string;
  hints?: (value: V) => string;
  columns?: 1 | 3;
  /** Its name stands above it: the card is about more than this. */
  labelled?: boolean;
}) {
  const t = useTranslations('lineTabs');
  const { value, set } = useSetting<V>(path);
  return (
    <div>
      {labelled && (
        <p aria-hidden className="mb-1.5 text-sm font-medium">
          {t(`name.${path}`)}
        </p>
      )}
      <Choices
        legend={t(`name.${path}`)}
        value={value}
        onChange={set}
        {...(columns === undefined ? {} : { columns })}
        choices={values.map((one) => ({
          value: one,
          label: words(one),
          ...(hints === undefined ? {} : { hint: hints(one) }),
        }))}
      />
    </div>
  );
}

/** One of some values in a list; null is one of them where `none` says what it means. */
export function SelectSetting<V extends string | number>({
  path,
  values,
  words,
  none,
  hint,
}: {
  path: LinePath;
  values: readonly V[];
  words: (value: V) => string;
  none?: string;
  hint?: ReactNode;
}) {
  const t = useTranslations('lineTabs');
  const { value, set, problem } = useSetting<V | null>(path);
  return (
    <Field label={t(`name.${path}`)} error={problem} {...(hint === undefined ? {} : { hint })}>
      {(control) => (
        <Select
          {...control}
          className="max-w-72"
          value={value === null ? '' : String(value)}
          onChange={(event) => set(values.find((one) => String(one) === event.target.value) ?? null)}
        >
          {none !== undefined && <option value="">{none}</option>}
          {values.map((one) => (
            <option key={one} value={String(one)}>
              {words(one)}
            </option>
          ))}
        </Select>
      )}
    </Field>
  );
}

/** A time: the usual ones in a list, or any whole number of its unit; null is what `none` says. */
export function TimeSetting({
  path,
  presets,
  none,
  most,
  unit = 'minutes',
  hint,
}: {
  path: LinePath;
  presets: readonly number[];
  none?: string;
  most: number;
  unit?: 'minutes' | 'seconds';
  hint?: ReactNode;
}) {
  const t = useTranslations('lineTabs');
  const minutes = useMinutesInWords();
  const { value, set, problem } = useSetting<number | null>(path);
  const [own, setOwn] = useState(false);
  const other = value !== null && (own || !presets.includes(value));
  const words = (time: number) =>
    unit === 'minutes' ? minutes(time) : time % 60 === 0 ? minutes(time / 60) : t('seconds', { n: time });
  return (
    <div className="flex flex-wrap items-start gap-x-4 gap-y-3">
      <Field
        label={t(`name.${path}`)}
        className="min-w-0 flex-1 basis-64"
        error={other ? undefined : problem}
        {...(hint === undefined ? {} : { hint })}
      >
        {(control) => (
          <Select
            {...control}
            className="max-w-72"
            value={value === null ? '' : other ? 'own' : String(value)}
            onChange={(event) => {
              const chosen = event.target.value;
              setOwn(chosen === 'own');
              if (chosen === '') set(null);
              else if (chosen !== 'own') set(Number(chosen));
              else if (value === null) set(presets[0] ?? 1);
            }}
          >
            {none !== undefined && <option value="">{none}</option>}
            {presets.map((preset) => (
              <option key={preset} value={preset}>
                {words(preset)}
              </option>
            ))}
            <option value="own">{t('ownTime')}</option>
          </Select>
        )}
      </Field>
      {other && (
        <Field label={t(unit === 'minutes' ? 'ownMinutes' : 'ownSeconds')} error={problem} className="w-40">
          {(control) => (
            <Input
              {...control}
              type="number"
              inputMode="numeric"
              min={1}
              max={most}
              value={Number.isNaN(value) ? '' : value}
              onChange={(event) => set(event.target.valueAsNumber)}
            />
          )}
        </Field>
      )}
    </div>
  );
}
