'use client';

import { zodResolver } from '@hookform/resolvers/zod';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { useForm } from 'react-hook-form';
import { z } from 'zod';

import { languageNames, languages } from '../../messages/language.ts';
import { useTRPC } from '../../rpc/client.tsx';
import { fieldsOf } from '../../rpc/failure.ts';
import type { Me } from '../../rpc/shapes.ts';
import { Avatar } from '../../ui/avatar.tsx';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { Field } from '../../ui/field.tsx';
import { useFieldWords } from '../../ui/field-words.ts';
import { Input, Select } from '../../ui/input.tsx';
import { chooseLanguage } from '../../ui/preferences.ts';
import { say } from '../../ui/toast.tsx';

const profile = z.object({
  name: z.string().trim().min(1, 'person.name.empty').max(100, 'person.name.long'),
  surname: z.string().trim().max(100, 'person.name.long'),
  position: z.string().trim().max(100, 'person.name.long'),
  language: z.enum(languages),
});

export function ProfileCard({ me }: { me: Me }) {
  const t = useTranslations('settings.profile');
  const settings = useTranslations('settings');
  const words = useFieldWords();
  const trpc = useTRPC();
  const cache = useQueryClient();
  const router = useRouter();
  const save = useMutation(trpc.people.saveProfile.mutationOptions());
  const form = useForm<z.infer<typeof profile>>({
    resolver: zodResolver(profile),
    values: { name: me.name, surname: me.surname, position: me.position, language: me.language },
    resetOptions: { keepDirtyValues: true },
  });
  const { errors, isDirty } = form.formState;
  const submit = form.handleSubmit(async (values) => {
    try {
      await save.mutateAsync(values);
      cache.setQueryData(trpc.session.me.queryKey({}), (now) =>
        now === undefined || now === null ? now : { ...now, ...values },
      );
      void cache.invalidateQueries({ queryKey: trpc.people.pathKey() });
      form.reset(values);
      say('done', settings('saved'));
      if (values.language !== me.language) {
        chooseLanguage(values.language);
        router.refresh();
      }
    } catch (error) {
      const fields = Object.entries(fieldsOf(error));
      for (const [path, message] of fields) form.setError(path as 'name', { message });
      if (fields.length === 0) say('refused', settings('failed'));
    }
  });
  return (
    <form onSubmit={(event) => void submit(event)} noValidate aria-label={t('title')}>
      <Card
        title={t('title')}
        description={t('text')}
        aside={
          <Link
            href={`/people/${me.employeeId}`}
            className="flex items-center gap-2 rounded-lg text-sm text-accent hover:underline"
          >
            {t('photo')} <Avatar {...me} size="lg" />
          </Link>
        }
        footer={
          <>
            <span className="text-sm text-ink-faint">{me.email}</span>
            <Button type="submit" look="primary" disabled={!isDirty} busy={save.isPending}>
              {settings('save')}
            </Button>
          </>
        }
      >
        <div className="grid gap-4 sm:grid-cols-2">
          <Field label={t('name')} error={words(errors.name?.message)}>
            {(control) => <Input {...control} {...form.register('name')} autoComplete="given-name" />}
          </Field>
          <Field label={t('surname')} error={words(errors.surname?.message)}>
            {(control) => <Input {...control} {...form.register('surname')} autoComplete="family-name" />}
          </Field>
          <Field label={t('position')} hint={t('positionHint')} error={words(errors.position?.message)}>
            {(control) => <Input {...control} {...form.register('position')} autoComplete="organization-title" />}
          </Field>
          <Field label={t('language')}>
            {(control) => (
              <Select {...control} {...form.register('language')}>
                {languages.map((language) => (
                  <option key={language} value={language}>
                    {languageNames[language]}
                  </option>
                ))}
              </Select>
            )}
          </Field>
        </div>
      </Card>
    </form>
  );
}
