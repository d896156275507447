'use client';

import { useTranslations } from 'next-intl';
import { useState } from 'react';

import { offerMinutesPresets } from '@switchboard/domain/queue';

import { Field } from '../../ui/field.tsx';
import { Input, Select } from '../../ui/input.tsx';
import { useMinutesInWords } from '../../ui/time.tsx';

type Props = { value: number; onChange: (value: number) => void; toAll: boolean; problem: string | undefined };

const presets: readonly number[] = offerMinutesPresets;

/** How long one person is asked: the usual waits, or any whole minute. */
export function OfferMinutes({ value, onChange, toAll, problem }: Props) {
  const t = useTranslations('queue.offerMinutes');
  const minutes = useMinutesInWords();
  const [own, setOwn] = useState(!presets.includes(value));
  const other = own || !presets.includes(value);
  return (
    <div className="flex flex-wrap items-start gap-x-4 gap-y-3">
      <Field label={t('title')} hint={toAll ? t('hintAll') : t('hint')} className="min-w-0 flex-1 basis-64">
        {(control) => (
          <Select
            {...control}
            value={other ? 'own' : String(value)}
            onChange={(event) => {
              setOwn(event.target.value === 'own');
              if (event.target.value !== 'own') onChange(Number(event.target.value));
            }}
            className="max-w-64"
          >
            {presets.map((preset) => (
              <option key={preset} value={preset}>
                {minutes(preset)}
              </option>
            ))}
            <option value="own">{t('own')}</option>
          </Select>
        )}
      </Field>
      {other && (
        <Field label={t('ownLabel')} error={problem} className="w-48">
          {(control) => (
            <Input
              {...control}
              type="number"
              inputMode="numeric"
              min={1}
              max={720}
              value={Number.isNaN(value) ? '' : value}
              onChange={(event) => onChange(event.target.valueAsNumber)}
            />
          )}
        </Field>
      )}
    </div>
  );
}
