'use client';

import { zodResolver } from '@hookform/resolvers/zod';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { ArrowUpToLine, CircleAlert, Plus, Trash2 } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useEffect, useState } from 'react';
import { FormProvider, useFieldArray, useForm, useFormContext, useWatch, type Resolver } from 'react-hook-form';
import { z } from 'zod';

import {
  agreementDraft,
  agreementName,
  filledText,
  languagesOf,
  neededFields,
  publishProblems,
  usualFields,
  type AgreementFields,
  type AgreementLanguage,
  type AgreementTemplate,
  type TextDraft,
} from '@switchboard/domain/agreement';

import { useTRPC } from '../../rpc/client.tsx';
import { fieldsOf } from '../../rpc/failure.ts';
import { useMe } from '../../rpc/me.ts';
import type { AgreementView } from '../../rpc/shapes.ts';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { cn } from '../../ui/cn.ts';
import { Confirm } from '../../ui/confirm.tsx';
import { Field } from '../../ui/field.tsx';
import { useFieldWords } from '../../ui/field-words.ts';
import { Input, Textarea } from '../../ui/input.tsx';
import { say } from '../../ui/toast.tsx';
import { AgreementText } from './agreement-text.tsx';

const schema = z.object({ name: agreementName, ...agreementDraft.shape });
type Values = { name: string; texts: TextDraft[] };
const resolver = zodResolver(schema) as Resolver<Values>;

/** The draft beside what clients will read; saved as often as one likes, published once it is complete. */
export function DraftEditor({ view }: { view: AgreementView }) {
  const t = useTranslations('agreements');
  const trpc = useTRPC();
  const cache = useQueryClient();
  const { agreementId, template } = view;
  const form = useForm<Values>({ resolver, defaultValues: valuesOf(view) });
  const words = useFieldWords();
  const { isDirty, errors } = form.formState;
  const [draftVersion, setDraftVersion] = useState(view.draftVersion);
  const [stale, setStale] = useState(false);
  const [open, setOpen] = useState(0);
  const [asking, setAsking] = useState(false);
  const save = useMutation(trpc.agreements.saveDraft.mutationOptions());
  const publish = useMutation(trpc.agreements.publish.mutationOptions());
  const reread = () => void cache.invalidateQueries({ queryKey: trpc.agreements.pathKey() });

  // What others saved is shown at once where nothing was typed here, and never writes over what was.
  const { reset } = form;
  useEffect(() => {
    if (isDirty || view.draftVersion <= draftVersion) return;
    reset(valuesOf(view));
    setDraftVersion(view.draftVersion);
    setStale(false);
  }, [view, isDirty, draftVersion, reset]);

  const texts = useWatch({ control: form.control, name: 'texts' });
  const at = Math.min(open, texts.length - 1);
  const shown = texts[at];

  const fail = (error: unknown) => {
    const wrong = Object.entries(fieldsOf(error));
    for (const [path, message] of wrong) form.setError(path.replace(/^draft\./, '') as 'name', { message });
    if (wrong.length === 0) say('refused', t('failed'));
  };
  /** The version of the draft as it was stored, or null where it was not. */
  const store = async ({ name, texts: typed }: Values, over = draftVersion): Promise<number | null> => {
    try {
      const answer = await save.mutateAsync({ agreementId, draftVersion: over, name, draft: { texts: typed } });
      if (!answer.saved) {
        if (answer.because === 'stale') setStale(true);
        reread();
        return null;
      }
      form.reset({ name: name.trim(), texts: typed });
      setDraftVersion(answer.draftVersion);
      setStale(false);
      reread();
      return answer.draftVersion;
    } catch (error) {
      fail(error);
      return null;
    }
  };
  const saveIt = form.handleSubmit(async (values) => {
    if ((await store(values)) !== null) say('done', t('draft.saved'));
  });
  const askToPublish = form.handleSubmit((values) => {
    const problems = Object.entries(publishProblems(template, agreementDraft.parse(values)));
    for (const [path, message] of problems) form.setError(path as 'name', { message });
    const [first] = problems;
    if (first === undefined) {
      setAsking(true);
      return;
    }
    setOpen(Number(/^texts\.(\d+)/.exec(first[0])?.[1] ?? 0));
    say('refused', t('publish.incomplete'));
  });
  const publishIt = async () => {
    const values = form.getValues();
    const saved = isDirty ? await store(values) : draftVersion;
    if (saved === null) return;
    try {
      const answer = await publish.mutateAsync({ agreementId, draftVersion: saved });
      reread();
      if (answer.published) say('done', t('publish.done', { version: answer.version }));
      else say('refused', t(answer.because === 'unchanged' ? 'publish.unchanged' : 'publish.stale'));
    } catch (error) {
      fail(error);
    }
  };
  const keepMine = async () => {
    const theirs = await cache.fetchQuery(trpc.agreements.get.queryOptions({ agreementId }, { staleTime: 0 }));
    if (theirs && (await store(form.getValues(), theirs.draftVersion)) !== null) say('done', t('draft.saved'));
  };

  const busy = save.isPending || publish.isPending;
  return (
    <FormProvider {...form}>
      <form
        noValidate
        onSubmit={(event) => void saveIt(event)}
        className="grid items-start gap-5 lg:grid-cols-[minmax(0,1fr)_minmax(0,1fr)]"
      >
        <Card
          title={t('draft.title')}
          description={t('draft.text')}
          footer={
            <>
              <span className="text-sm text-ink-faint" aria-live="polite">
                {isDirty ? t('draft.unsaved') : ''}
              </span>
              <span className="flex flex-wrap gap-2">
                {isDirty && (
                  <Button look="quiet" disabled={busy} onClick={() => reset()}>
                    {t('draft.discard')}
                  </Button>
                )}
                <Button type="submit" disabled={!isDirty} busy={save.isPending}>
                  {t('draft.save')}
                </Button>
                <Button look="primary" busy={publish.isPending} onClick={() => void askToPublish()}>
                  {t('draft.publish')}
                </Button>
              </span>
            </>
          }
        >
          <div className="flex flex-col gap-4">
            {stale && (
              <div role="alert" className="rounded-lg border border-edge-strong bg-ground p-3">
                <p className="font-medium">{t('stale.title')}</p>
                <p className="mt-0.5 text-ink-soft">{t('stale.text')}</p>
                <div className="mt-2.5 flex flex-wrap gap-2">
                  <Button
                    size="sm"
                    onClick={() => {
                      reset(valuesOf(view));
                      setDraftVersion(view.draftVersion);
                      setStale(false);
                    }}
                  >
                    {t('stale.theirs')}
                  </Button>
                  <Button size="sm" busy={save.isPending} onClick={() => void keepMine()}>
                    {t('stale.mine')}
                  </Button>
                </div>
              </div>
            )}
            <Name />
            <Languages template={template} at={at} onOpen={setOpen} />
            {shown !== undefined && <TextFields key={shown.language} template={template} at={at} />}
            {errors.texts?.root?.message !== undefined && (
              <p role="alert" className="text-sm text-overdue">
                {words(errors.texts.root.message)}
              </p>
            )}
          </div>
        </Card>
        <section className="min-w-0 rounded-xl border border-edge bg-panel p-4 sm:p-5 lg:sticky lg:top-4">
          <h2 className="mb-3 font-semibold">{t('preview.title')}</h2>
          {shown !== undefined && <Preview template={template} draft={shown} />}
        </section>
      </form>
      <Confirm
        open={asking}
        onOpenChange={setAsking}
        title={t('publish.title', { version: view.version + 1 })}
        description={
          <div className="flex flex-col gap-2">
            <p>{t('publish.never')}</p>
            <p>{t('publish.asks', { count: view.lines.length })}</p>
            {view.accepted > 0 && view.lines.length > 0 && <p>{t('publish.again', { count: view.accepted })}</p>}
          </div>
        }
        action={t('publish.action')}
        onConfirm={() => void publishIt()}
      />
    </FormProvider>
  );
}

function Name() {
  const t = useTranslations('agreements');
  const words = useFieldWords();
  const { register, formState } = useFormContext<Values>();
  return (
    <Field label={t('draft.name')} hint={t('create.nameHint')} error={words(formState.errors.name?.message)}>
      {(control) => <Input {...control} {...register('name')} autoComplete="off" />}
    </Field>
  );
}

/** The languages of the draft, one of them open; more are added from what the template speaks. */
function Languages({
  template,
  at,
  onOpen,
}: {
  template: AgreementTemplate;
  at: number;
  onOpen: (index: number) => void;
}) {
  const t = useTranslations('agreements');
  const me = useMe();
  const { control, formState } = useFormContext<Values>();
  const { fields: rows, append, remove, move } = useFieldArray({ control, name: 'texts' });
  const texts = useWatch({ control, name: 'texts' });
  const missing = languagesOf[template].filter((language) => !texts.some((text) => text.language === language));
  const shown = texts[at];
  const add = (language: AgreementLanguage) => {
    const first = texts[0]?.fields;
    // What is written alike in every language is taken over; the rest begins in the new one's words.
    const usual = usualFields(language, first?.company ?? me.company.name);
    const fields = { ...usual, registration: first?.registration ?? '', email: first?.email ?? '' };
    append({ language, fields, own: { title: '', text: '' } });
    onOpen(rows.length);
  };
  return (
    <div className="flex flex-col gap-2">
      <p className="text-sm font-medium" id="languages">
        {t('draft.languages')}
      </p>
      <div role="group" aria-labelledby="languages" className="flex flex-wrap gap-1.5">
        {texts.map(({ language }, index) => {
          const wrong = formState.errors.texts?.[index] !== undefined;
          return (
            <button
              key={language}
              type="button"
              aria-pressed={index === at}
              onClick={() => onOpen(index)}
              className={cn(
                'flex min-h-8 items-center gap-1.5 rounded-md border px-3 py-1 font-medium transition-colors',
                index === at
                  ? 'border-accent-fill bg-accent-soft'
                  : 'border-edge-strong text-ink-soft hover:bg-hover hover:text-ink',
              )}
            >
              {wrong && (
                <CircleAlert
                  className="size-4 text-overdue"
                  aria-label={t('draft.wrong', { language: t(`language.${language}`) })}
                />
              )}
              {t(`language.${language}`)}
              {index === 0 && texts.length > 1 && (
                <span className="text-xs font-normal text-ink-faint">{t('draft.first')}</span>
              )}
            </button>
          );
        })}
        {missing.map((language) => (
          <Button key={language} look="quiet" onClick={() => add(language)}>
            <Plus aria-hidden /> {t('draft.addLanguage', { language: t(`language.${language}`) })}
          </Button>
        ))}
      </div>
      {texts.length > 1 && shown !== undefined && (
        <div className="flex flex-wrap items-center gap-x-3 gap-y-1 text-sm text-ink-faint">
          <span>{t('draft.firstHint')}</span>
          {at > 0 && (
            <Button
              look="quiet"
              size="sm"
              onClick={() => {
                move(at, 0);
                onOpen(0);
              }}
            >
              <ArrowUpToLine aria-hidden /> {t('draft.makeFirst', { language: t(`language.${shown.language}`) })}
            </Button>
          )}
          <Button
            look="quiet"
            size="sm"
            onClick={() => {
              remove(at);
              onOpen(0);
            }}
          >
            <Trash2 aria-hidden /> {t('draft.removeLanguage', { language: t(`language.${shown.language}`) })}
          </Button>
        </div>
      )}
    </div>
  );
}

const several = ['purposes', 'thirdParties'] as const;
const order = ['company', 'registration', 'address', 'email', 'purposes', 'thirdParties', 'term'] as const;
const hinted: readonly string[] = ['company', 'registration', 'email', 'purposes', 'thirdParties', 'term'];

function TextFields({ template, at }: { template: AgreementTemplate; at: number }) {
  const t = useTranslations('agreements');
  const words = useFieldWords();
  const { register, formState } = useFormContext<Values>();
  const errors = formState.errors.texts?.[at];
  if (template === 'own')
    return (
      <>
        <Field label={t('field.title')} error={words(errors?.own?.title?.message)}>
          {(control) => <Input {...control} {...register(`texts.${at}.own.title`)} autoComplete="off" />}
        </Field>
        <Field label={t('field.text')} hint={t('fieldHint.text')} error={words(errors?.own?.text?.message)}>
          {(control) => <Textarea {...control} {...register(`texts.${at}.own.text`)} className="min-h-80" />}
        </Field>
      </>
    );
  const needed = neededFields(template);
  return order.map((name: keyof AgreementFields) => (
    <Field
      key={name}
      label={t(`field.${name}`)}
      error={words(errors?.fields?.[name]?.message)}
      {...(hinted.includes(name) ? { hint: t(`fieldHint.${name as 'company'}`) } : {})}
      {...(needed.includes(name) ? {} : { aside: <span className="text-sm text-ink-faint">{t('optional')}</span> })}
    >
      {(control) =>
        (several as readonly string[]).includes(name) ? (
          <Textarea {...control} {...register(`texts.${at}.fields.${name}`)} className="min-h-24" />
        ) : (
          <Input
            {...control}
            {...register(`texts.${at}.fields.${name}`)}
            autoComplete="off"
            {...(name === 'email' ? { type: 'email', inputMode: 'email' as const } : {})}
          />
        )
      }
    </Field>
  ));
}

function Preview({ template, draft }: { template: AgreementTemplate; draft: TextDraft }) {
  const t = useTranslations('agreements');
  const { title, text } = filledText(template, draft);
  if (title === '' && text === '') return <p className="text-ink-soft">{t('preview.empty')}</p>;
  return (
    <div
      tabIndex={0}
      role="region"
      aria-label={t('preview.title')}
      className="max-h-[70vh] overflow-y-auto rounded-lg border border-edge bg-ground p-4"
    >
      <AgreementText title={title} text={text} language={draft.language} />
    </div>
  );
}

function valuesOf({ name, draft }: AgreementView): Values {
  return { name, texts: draft.texts };
}
