'use client';

import { zodResolver } from '@hookform/resolvers/zod';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { GitCompareArrows } from 'lucide-react';
import { useFormatter, useTranslations } from 'next-intl';
import { useState } from 'react';
import { useController, useForm, useWatch } from 'react-hook-form';
import { z } from 'zod';

import { languageNames, languages } from '../../messages/language.ts';
import { useTRPC } from '../../rpc/client.tsx';
import { fieldsOf } from '../../rpc/failure.ts';
import { usePutPicture } from '../../rpc/pictures.ts';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { Field } from '../../ui/field.tsx';
import { useFieldWords } from '../../ui/field-words.ts';
import { Input, Select } from '../../ui/input.tsx';
import { useNow } from '../../ui/now.tsx';
import { PictureInput } from '../../ui/picture-input.tsx';
import { say } from '../../ui/toast.tsx';

const companyForm = z.object({
  name: z.string().trim().min(1, 'company.name.empty').max(100, 'company.name.long'),
  language: z.enum(languages),
  timeZone: z.string().min(1),
  logo: z.string().nullable(),
});
type CompanyForm = z.infer<typeof companyForm>;
const fields = ['name', 'language', 'timeZone', 'logo'] as const;

export function CompanyCard({ company }: { company: CompanyForm & { timeZones: string[] } }) {
  const t = useTranslations('settings.company');
  const settings = useTranslations('settings');
  const words = useFieldWords();
  const format = useFormatter();
  const now = useNow(60_000);
  const trpc = useTRPC();
  const cache = useQueryClient();
  const save = useMutation(trpc.company.save.mutationOptions());
  /** The values the form began with: what is saved is saved over these only. */
  const [former, setFormer] = useState<CompanyForm>(() => valuesOf(company));
  const [theirs, setTheirs] = useState<CompanyForm | null>(null);
  const form = useForm<CompanyForm>({ resolver: zodResolver(companyForm), defaultValues: former });
  const { errors, isDirty } = form.formState;
  const logo = useController({ control: form.control, name: 'logo' });
  const putLogo = usePutPicture('logo');
  const typed = useWatch({ control: form.control, compute: valuesOf });
  const zones = company.timeZones.includes(typed.timeZone) ? company.timeZones : [typed.timeZone, ...company.timeZones];
  const different = theirs === null ? [] : fields.filter((field) => theirs[field] !== typed[field]);

  const begin = (values: CompanyForm) => {
    setFormer(values);
    form.reset(values);
    setTheirs(null);
  };
  const submit = form.handleSubmit(async (values) => {
    try {
      const answer = await save.mutateAsync({ ...values, former: theirs ?? former });
      if (!answer.saved) {
        setTheirs(answer.now);
        return;
      }
      begin(values);
      void cache.invalidateQueries({ queryKey: trpc.company.pathKey() });
      void cache.invalidateQueries({ queryKey: trpc.session.me.pathKey() });
      say('done', settings('saved'));
    } catch (error) {
      const wrong = Object.entries(fieldsOf(error));
      for (const [path, message] of wrong) form.setError(path as 'name', { message });
      if (wrong.length === 0) say('refused', settings('failed'));
    }
  });
  const told = (field: keyof CompanyForm, values: CompanyForm): string => {
    switch (field) {
      case 'name':
        return values.name;
      case 'language':
        return languageNames[values.language];
      case 'timeZone':
        return zoneName(values.timeZone);
      case 'logo':
        return t(values.logo === null ? 'noLogo' : 'hasLogo');
    }
  };

  return (
    <form onSubmit={(event) => void submit(event)} noValidate aria-label={t('title')}>
      <Card
        title={t('card')}
        footer={
          <>
            <span className="min-w-0 flex-1 basis-48 text-sm text-ink-soft" aria-live="polite">
              {isDirty ? moves(typed, former, t) : ''}
            </span>
            <span className="flex gap-2">
              {isDirty && (
                <Button look="quiet" onClick={() => begin(theirs ?? former)}>
                  {settings('discard')}
                </Button>
              )}
              <Button type="submit" look="primary" disabled={!isDirty} busy={save.isPending}>
                {settings('save')}
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
            {different.length > 0 && (
              <dl className="mt-2 flex flex-col gap-1.5">
                {different.map((field) => (
                  <div key={field} className="flex flex-wrap items-center justify-between gap-x-3 gap-y-1">
                    <div className="min-w-0">
                      <dt className="text-sm text-ink-faint">{t(field)}</dt>
                      <dd className="break-words">
                        {t('stale.values', { theirs: told(field, theirs), mine: told(field, typed) })}
                      </dd>
                    </div>
                    <Button
                      size="sm"
                      onClick={() => form.setValue(field, theirs[field], { shouldDirty: true })}
                      aria-label={t('stale.takeWhat', { field: t(field) })}
                    >
                      {t('stale.take')}
                    </Button>
                  </div>
                ))}
              </dl>
            )}
          </div>
        )}
        <div className="grid gap-4 sm:grid-cols-2">
          <PictureInput
            label={t('logo')}
            hint={t('logoHint')}
            shape="logo"
            value={logo.field.value}
            onChange={logo.field.onChange}
            put={putLogo}
            empty={<span className="text-lg font-semibold text-ink-soft">{typed.name.slice(0, 1).toUpperCase()}</span>}
            problem={errors.logo?.message}
            className="sm:col-span-2"
          />
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
            hint={t('timeZoneHint', { time: timeIn(typed.timeZone, now, format) })}
            error={words(errors.timeZone?.message)}
          >
            {(control) => (
              <Select {...control} {...form.register('timeZone')}>
                {zones.map((zone) => (
                  <option key={zone} value={zone}>
                    {zoneName(zone)}
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

function valuesOf({ name, language, timeZone, logo }: CompanyForm): CompanyForm {
  return { name, language, timeZone, logo };
}

function zoneName(zone: string): string {
  return zone.replaceAll('_', ' ');
}

/** What the time is in a zone; nothing for one that the browser does not know. */
function timeIn(zone: string, now: number, format: ReturnType<typeof useFormatter>): string {
  try {
    return format.dateTime(now, { hour: '2-digit', minute: '2-digit', timeZone: zone });
  } catch {
    return '—';
  }
}

/** What saving would move, in sentences. */
function moves(
  typed: CompanyForm,
  former: CompanyForm,
  t: ReturnType<typeof useTranslations<'settings.company'>>,
): string {
  return [
    typed.name === former.name ? '' : t('moves.name'),
    typed.language === former.language ? '' : t('moves.language', { language: languageNames[typed.language] }),
    typed.timeZone === former.timeZone ? '' : t('moves.timeZone', { zone: zoneName(typed.timeZone) }),
  ]
    .filter(Boolean)
    .join(' ');
}
