'use client';

import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useState } from 'react';

import { useTRPC } from '../../rpc/client.tsx';
import type { TransferTarget } from '../../rpc/shapes.ts';
import { Button } from '../../ui/button.tsx';
import { Failed } from '../../ui/failed.tsx';
import { Field } from '../../ui/field.tsx';
import { Select } from '../../ui/input.tsx';
import { fullName } from '../../ui/person.ts';

export type Target = TransferTarget;

/** To whom several dialogs go: a person, a department, or the queue of a line. */
export function GroupTarget({ onChoose }: { onChoose: (to: Target) => void }) {
  const t = useTranslations('dialogs.group');
  const trpc = useTRPC();
  const people = useQuery(trpc.people.list.queryOptions({}));
  const lines = useQuery(trpc.lines.list.queryOptions({}));
  const departments = useQuery(trpc.people.departments.queryOptions({}));
  const [value, setValue] = useState('');
  const [even, setEven] = useState(false);
  const [missing, setMissing] = useState(false);
  if (people.isError || lines.isError)
    return (
      <Failed
        onRetry={() => {
          void people.refetch();
          void lines.refetch();
        }}
      />
    );
  const [kind, id = ''] = value.split(' ');
  return (
    <form
      noValidate
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        setMissing(id === '');
        if (id === '') return;
        if (kind === 'person') onChoose({ employeeId: id, evenIfUnavailable: even });
        else onChoose(kind === 'line' ? { lineId: id } : { departmentId: id });
      }}
    >
      <Field label={t('to')} error={missing ? t('toMissing') : undefined}>
        {(control) => (
          <Select {...control} value={value} onChange={({ target }) => setValue(target.value)}>
            <option value="">{t('toChoose')}</option>
            <optgroup label={t('lines')}>
              {(lines.data ?? []).map((line) => (
                <option key={line.lineId} value={`line ${line.lineId}`}>
                  {line.name}
                </option>
              ))}
            </optgroup>
            <optgroup label={t('people')}>
              {(people.data ?? [])
                .filter(({ dismissedAt }) => dismissedAt === null)
                .map((person) => (
                  <option key={person.employeeId} value={`person ${person.employeeId}`}>
                    {fullName(person)}
                  </option>
                ))}
            </optgroup>
            <optgroup label={t('departments')}>
              {(departments.data ?? []).map((department) => (
                <option key={department.departmentId} value={`department ${department.departmentId}`}>
                  {department.name}
                </option>
              ))}
            </optgroup>
          </Select>
        )}
      </Field>
      {kind === 'person' && (
        <label className="flex items-center gap-2.5">
          <input
            type="checkbox"
            checked={even}
            onChange={(event) => setEven(event.target.checked)}
            className="size-4 shrink-0 accent-accent-fill"
          />
          <span>{t('even')}</span>
        </label>
      )}
      <div className="flex justify-end">
        <Button type="submit" look="primary">
          {t('transfer')}
        </Button>
      </div>
    </form>
  );
}
