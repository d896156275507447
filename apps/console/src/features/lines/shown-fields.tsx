'use client';

import { useTranslations } from 'next-intl';

import type { ShownOperator } from '@switchboard/domain/queue';

import { usePutPicture } from '../../rpc/pictures.ts';
import { Avatar } from '../../ui/avatar.tsx';
import { Field } from '../../ui/field.tsx';
import { useFieldWords } from '../../ui/field-words.ts';
import { Input } from '../../ui/input.tsx';
import { PictureInput } from '../../ui/picture-input.tsx';

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
  const put = usePutPicture('shown');
  const problem = (name: string) => (wrong.includes(name) ? words('queue.shown.long') : undefined);
  return (
    <fieldset className="min-w-0">
      <legend className="mb-2 font-medium">{legend}</legend>
      <div className="grid gap-3 sm:grid-cols-2">
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
      </div>
      <PictureInput
        className="mt-3"
        label={t('photo')}
        value={value.photo === '' ? null : value.photo}
        onChange={(photo) => onChange({ ...value, photo: photo ?? '' })}
        put={put}
        empty={<Avatar name={value.name || fallback.name} size="lg" />}
        problem={wrong.includes('photo') ? 'queue.shown.photo' : undefined}
        disabled={readOnly}
      />
    </fieldset>
  );
}
