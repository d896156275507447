'use client';

import { zodResolver } from '@hookform/resolvers/zod';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { GitCompareArrows } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { useController, useForm, useWatch } from 'react-hook-form';
import { z } from 'zod';

import { useTRPC } from '../../rpc/client.tsx';
import { fieldsOf } from '../../rpc/failure.ts';
import { usePutPicture } from '../../rpc/pictures.ts';
import type { Employee } from '../../rpc/shapes.ts';
import { Avatar, initials } from '../../ui/avatar.tsx';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { Field } from '../../ui/field.tsx';
import { useFieldWords } from '../../ui/field-words.ts';
import { Input } from '../../ui/input.tsx';
import { PictureInput } from '../../ui/picture-input.tsx';
import { say } from '../../ui/toast.tsx';

const form = z.object({
  name: z.string().trim().min(1, 'person.name.empty').max(100, 'person.name.long'),
  surname: z.string().trim().max(100, 'person.name.long'),
  position: z.string().trim().max(100, 'person.name.long'),
  photo: z.string().nullable(),
});
type Values = z.infer<typeof form>;
const fields = ['name', 'surname', 'position', 'photo'] as const;

function valuesOf({ name, surname, position, photo }: Values): Values {
  return { name, surname, position, photo };
}

/** Name, position and photo, as colleagues and clients see them; saved over the values the form began with only. */
export function ProfileForm({ employee }: { employee: Employee }) {
  const t = useTranslations('person.profile');
  const words = useFieldWords();
  const trpc = useTRPC();
  const cache = useQueryClient();
  const putPhoto = usePutPicture('photo');
  const save = useMutation(trpc.people.saveEmployee.mutationOptions());
  const [former, setFormer] = useState<Values>(() => valuesOf(employee));
  const [theirs, setTheirs] = useState<Values | null>(null);
  const { control, register, handleSubmit, reset, setError, setValue, formState } = useForm<Values>({
    resolver: zodResolver(form),
    defaultValues: former,
  });
  const { errors, isDirty } = formState;
  const typed = useWatch({ control, compute: valuesOf });
  const photo = useController({ control, name: 'photo' });
  const different = theirs === null ? [] : fields.filter((field) => theirs[field] !== typed[field]);

  const begin = (values: Values) => {
    setFormer(values);
    reset(values);
    setTheirs(null);
  };
  const submit = handleSubmit(async (values) => {
    const { employeeId } = employee;
    try {
      const answer = await save.mutateAsync({ employeeId, ...values, former: theirs ?? former });
      if (!answer.saved) {
        setTheirs(answer.now);
        return;
      }
      begin(values);
      void cache.invalidateQueries({ queryKey: trpc.people.pathKey() });
      void cache.invalidateQueries({ queryKey: trpc.session.me.pathKey() });
      say('done', t('saved'));
    } catch (error) {
      const wrong = Object.entries(fieldsOf(error));
      for (const [path, message] of wrong) setError(path as 'name', { message });
      if (wrong.length === 0) say('refused', t('failed'));
    }
  });
  const told = (field: keyof Values, values: Values) =>
    field === 'photo' ? (
      <Avatar {...values} size="lg" />
    ) : values[field] === '' ? (
      <span className="text-ink-faint">{t('stale.empty')}</span>
    ) : (
      values[field]
    );

  return (
    <form onSubmit={(event) => void submit(event)} noValidate aria-label={t('title')}>
      <Card
        title={t('title')}
        description={t('text')}
        footer={
          <>
            <span className="min-w-0 flex-1 basis-40 truncate text-sm text-ink-faint">{employee.email}</span>
            <span className="flex gap-2">
              {isDirty && (
                <Button look="quiet" onClick={() => begin(theirs ?? former)}>
                  {t('discard')}
                </Button>
              )}
              <Button type="submit" look="primary" disabled={!isDirty} busy={save.isPending}>
                {t('save')}
              </Button>
            </span>
          </>
        }
      >
        {theirs !== null && (
          <div role="alert" className="mb-4 rounded-lg border border-waiting-mark p-3.5">
            <p className="flex items-center gap-2 font-semibold">
              <GitCompareArrows className="size-4 shrink-0 text-waiting" aria-hidden />
              {t('stale.title')}
            </p>
            <p className="mt-0.5 text-ink-soft">{different.length === 0 ? t('stale.same') : t('stale.text')}</p>
            <dl className="mt-2 flex flex-col gap-2">
              {different.map((field) => (
                <div key={field} className="grid grid-cols-[1fr_1fr_auto] items-center gap-x-3">
                  <dt className="col-span-3 text-sm text-ink-faint">{t(field)}</dt>
                  <dd className="min-w-0 break-words">
                    <span className="block text-xs text-ink-faint">{t('stale.theirs')}</span>
                    {told(field, theirs)}
                  </dd>
                  <dd className="min-w-0 break-words">
                    <span className="block text-xs text-ink-faint">{t('stale.mine')}</span>
                    {told(field, typed)}
                  </dd>
                  <Button
                    size="sm"
                    aria-label={t('stale.takeWhat', { field: t(field) })}
                    onClick={() => setValue(field, theirs[field], { shouldDirty: true })}
                  >
                    {t('stale.take')}
                  </Button>
                </div>
              ))}
            </dl>
          </div>
        )}
        <div className="grid gap-4 sm:grid-cols-2">
          <PictureInput
            label={t('photo')}
            value={photo.field.value}
            onChange={photo.field.onChange}
            put={putPhoto}
            empty={<span className="font-semibold text-ink-soft">{initials(typed.name, typed.surname)}</span>}
            problem={errors.photo?.message}
            className="sm:col-span-2"
          />
          <Field label={t('name')} error={words(errors.name?.message)}>
            {(input) => <Input {...input} {...register('name')} autoComplete="off" />}
          </Field>
          <Field label={t('surname')} error={words(errors.surname?.message)}>
            {(input) => <Input {...input} {...register('surname')} autoComplete="off" />}
          </Field>
          <Field
            label={t('position')}
            hint={t('positionHint')}
            error={words(errors.position?.message)}
            className="sm:col-span-2"
          >
            {(input) => <Input {...input} {...register('position')} autoComplete="off" />}
          </Field>
        </div>
      </Card>
    </form>
  );
}
