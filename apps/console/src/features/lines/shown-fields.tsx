'use client';

import { useTranslations } from 'next-intl';

import type { ShownOperator } from '@switchboard/domain/queue';

import { Avatar } from '../../ui/avatar.tsx';
import { Field } from '../../ui/field.tsx';
import { useFieldWords } from '../../ui/field-words.ts';
import { Input } from '../../ui/input.tsx';

type Props = {
  legend: string;
  value: ShownOperator;
  onChange: (value: ShownOperator) => void;
  /** What is shown where a field is empty. */
  fallback: { name: string; position: string };
  /** Names of the fields whose value does not fit. */
  wrong: string[];
  readOnly: boolean;
};

/** Name, position and picture as clients see them. */
export function ShownFields({ legend, value, onChange, fallback, wrong, readOnly }: Props) {
  const t = useTranslations('queue.shown');
  const words = useFieldWords();
  const problem = (name: string) =>
    wrong.includes(name) ? words(name === 'photo' ? 'queue.shown.photo' : 'queue.shown.long') : undefined;
  return (
    <fieldset className="min-w-0">
      <legend className="mb-2 flex items-center gap-2 font-medium">
        <Avatar
          name={value.name || fallback.name}
          photo={/^https?:\/\//.test(value.photo) ? value.photo : null}
          size="sm"
        />
        {legend}
      </legend>
      <div className="grid gap-3 sm:grid-cols-3">
        <Field label={t('name')} error={problem('name')}>
          {(input) => (
            <Input
              {...input}
              value={value.name}
              readOnly={readOnly}
              placeholder={fallback.name}
              onChange={(event) => onChange({ ...value, name: event.target.value })}
            />
          )}
        </Field>
        <Field label={t('position')} error={problem('position')}>
          {(input) => (
            <Input
              {...input}
              value={value.position}
              readOnly={readOnly}
              placeholder={fallback.position}
              onChange={(event) => onChange({ ...value, position: event.target.value })}
            />
          )}
        </Field>
        <Field label={t('photo')} error={problem('photo')}>
          {(input) => (
            <Input
              {...input}
              value={value.photo}
              readOnly={readOnly}
              inputMode="url"
              placeholder="https://"
              onChange={(event) => onChange({ ...value, photo: event.target.value.trim() })}
            />
          )}
        </Field>
      </div>
    </fieldset>
  );
}
