'use client';

import { zodResolver } from '@hookform/resolvers/zod';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { Controller, useForm } from 'react-hook-form';
import { z } from 'zod';

import { agreementName, agreementTemplates, languagesOf, usualFields } from '@switchboard/domain/agreement';

import { useTRPC } from '../../rpc/client.tsx';
import { fieldsOf } from '../../rpc/failure.ts';
import { useMe } from '../../rpc/me.ts';
import { Button } from '../../ui/button.tsx';
import { Choices } from '../../ui/choices.tsx';
import { Field } from '../../ui/field.tsx';
import { useFieldWords } from '../../ui/field-words.ts';
import { Input } from '../../ui/input.tsx';
import { Modal } from '../../ui/modal.tsx';
import { say } from '../../ui/toast.tsx';

const form = z.object({ name: agreementName, template: z.enum(agreementTemplates) });
type Values = z.infer<typeof form>;

/** Asks for a name and a template; the rest is filled in on the agreement's own page. */
export function NewAgreement({ open, onOpenChange }: { open: boolean; onOpenChange: (open: boolean) => void }) {
  const t = useTranslations('agreements');
  return (
    <Modal
      open={open}
      onOpenChange={onOpenChange}
      title={t('create.title')}
      description={t('create.text')}
      className="max-w-lg"
    >
      <NewAgreementForm />
    </Modal>
  );
}

function NewAgreementForm() {
  const t = useTranslations('agreements');
  const words = useFieldWords();
  const me = useMe();
  const router = useRouter();
  const cache = useQueryClient();
  const trpc = useTRPC();
  const create = useMutation(trpc.agreements.create.mutationOptions());
  const { control, register, handleSubmit, setError, formState } = useForm<Values>({
    resolver: zodResolver(form),
    defaultValues: { name: '', template: me.language === 'ru' ? '152-fz' : 'gdpr' },
  });
  const submit = handleSubmit(async ({ name, template }) => {
    const language = languagesOf[template][0] ?? 'en';
    const texts = [
      {
        language: template === 'own' ? me.language : language,
        fields: usualFields(language, me.company.name),
        own: { title: '', text: '' },
      },
    ];
    try {
      const made = await create.mutateAsync({ name, template, draft: { texts } });
      void cache.invalidateQueries({ queryKey: trpc.agreements.pathKey() });
      if (made.created) router.push(`/agreements/${made.agreementId}`);
      else say('refused', t('create.tooMany'));
    } catch (error) {
      const { name: wrong } = fieldsOf(error);
      if (wrong === undefined) say('refused', t('failed'));
      else setError('name', { message: wrong });
    }
  });
  return (
    <form noValidate onSubmit={(event) => void submit(event)} className="flex flex-col gap-4">
      <Field label={t('create.name')} hint={t('create.nameHint')} error={words(formState.errors.name?.message)}>
        {(field) => <Input {...field} {...register('name')} autoComplete="off" />}
      </Field>
      <Controller
        control={control}
        name="template"
        render={({ field }) => (
          <Choices
            legend={t('create.template')}
            value={field.value}
            onChange={field.onChange}
            choices={agreementTemplates.map((template) => ({
              value: template,
              label: t(`template.${template}`),
              hint: t(`templateHint.${template}`),
            }))}
          />
        )}
      />
      <div className="flex justify-end">
        <Button type="submit" look="primary" busy={formState.isSubmitting}>
          {t('create.action')}
        </Button>
      </div>
    </form>
  );
}
