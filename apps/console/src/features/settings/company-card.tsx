'use client';

import { zodResolver } from '@hookform/resolvers/zod';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useFormatter, useTranslations } from 'next-intl';
import { useForm, useWatch } from 'react-hook-form';
import { z } from 'zod';

import { languageNames, languages } from '../../messages/language.ts';
import { useTRPC } from '../../rpc/client.tsx';
import { fieldsOf } from '../../rpc/failure.ts';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { Field } from '../../ui/field.tsx';
import { useFieldWords } from '../../ui/field-words.ts';
import { Input, Select } from '../../ui/input.tsx';
import { useNow } from '../../ui/now.tsx';
import { say } from '../../ui/toast.tsx';

const companyForm = z.object({
  name: z.string().trim().min(1, 'company.name.empty').max(100, 'company.name.long'),
  language: z.enum(languages),
  timeZone: z.string().min(1),
});
type CompanyForm = z.infer<typeof companyForm>;

export function CompanyCard({ company }: { company: CompanyForm & { timeZones: string[] } }) {
  const t = useTranslations('settings.company');
  const settings = useTranslations('settings');
  const words = useFieldWords();
  const format = useFormatter();
  const now = useNow(60_000);
  const trpc = useTRPC();
  const cache = useQueryClient();
  const save = useMutation(trpc.company.save.mutationOptions());
  const form = useForm<CompanyForm>({
    resolver: zodResolver(companyForm),
    values: { name: company.name, language: company.language, timeZone: company.timeZone },
    resetOptions: { keepDirtyValues: true },
  });
  const { errors, isDirty } = form.formState;
  const timeZone = useWatch({ control: form.control, name: 'timeZone' });
  const zones = company.timeZones.includes(company.timeZone)
    ? company.timeZones
    : [company.timeZone, ...company.timeZones];
  const submit = form.handleSubmit(async (values) => {
    try {
      await save.mutateAsync(values);
      form.reset(values);
      void cache.invalidateQueries({ queryKey: trpc.company.pathKey() });
      void cache.invalidateQueries({ queryKey: trpc.session.me.pathKey() });
      say('done', settings('saved'));
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
        footer={
          <>
            <span />
            <Button type="submit" look="primary" disabled={!isDirty} busy={save.isPending}>
              {settings('save')}
            </Button>
          </>
        }
      >
        <div className="grid gap-4 sm:grid-cols-2">
          <Field label={t('name')} error={words(errors.name?.message)} className="sm:col-span-2">
            {(control) => <Input {...control} {...form.register('name')} autoComplete="organization" />}
          </Field>
          <Field label={t('language')} hint={t('languageHint')}>
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
          <Field
            label={t('timeZone')}
            hint={t('timeZoneHint', {
              time: format.dateTime(now, { hour: '2-digit', minute: '2-digit', timeZone: timeZone || 'UTC' }),
            })}
            error={words(errors.timeZone?.message)}
          >
            {(control) => (
              <Select {...control} {...form.register('timeZone')}>
                {zones.map((zone) => (
                  <option key={zone} value={zone}>
                    {zone.replaceAll('_', ' ')}
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
