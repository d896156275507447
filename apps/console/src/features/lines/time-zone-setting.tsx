'use client';

import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';

import { useTRPC } from '../../rpc/client.tsx';
import { Field } from '../../ui/field.tsx';
import { Select } from '../../ui/input.tsx';
import { useNow } from '../../ui/now.tsx';
import { timeIn, zoneName } from '../../ui/zone-words.ts';
import { useSetting } from './setting-fields.tsx';

/** The zone by whose clock the line opens and closes, and what the time is there now. */
export function TimeZoneSetting() {
  const t = useTranslations('hours.zone');
  const trpc = useTRPC();
  const now = useNow(30_000);
  const { data: company } = useQuery(trpc.company.get.queryOptions({}));
  const { value, set, problem } = useSetting<string>('hours.timeZone');
  const known = company?.timeZones ?? [];
  return (
    <Field label={t('label')} error={problem} hint={t('now', { time: timeIn(value, now) })}>
      {(control) => (
        <Select {...control} className="max-w-72" value={value} onChange={(event) => set(event.target.value)}>
          {!known.includes(value) && <option value={value}>{zoneName(value)}</option>}
          {known.map((zone) => (
            <option key={zone} value={zone}>
              {zoneName(zone)}
            </option>
          ))}
        </Select>
      )}
    </Field>
  );
}
