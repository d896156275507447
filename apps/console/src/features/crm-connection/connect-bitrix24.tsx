'use client';

import { zodResolver } from '@hookform/resolvers/zod';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { useForm } from 'react-hook-form';
import { z } from 'zod';

import { useTRPC } from '../../rpc/client.tsx';
import { fieldsOf } from '../../rpc/failure.ts';
import { Button } from '../../ui/button.tsx';
import { Choices } from '../../ui/choices.tsx';
import { CopyField } from '../../ui/copy-field.tsx';
import { Field } from '../../ui/field.tsx';
import { useFieldWords } from '../../ui/field-words.ts';
import { Input } from '../../ui/input.tsx';
import { say } from '../../ui/toast.tsx';
import { ConnectionRefused, type Because } from './connection-refused.tsx';

const webhookForm = z.object({
  address: z.string().trim().min(1, 'crmConnection.address.wrong').max(500, 'crmConnection.address.wrong'),
});
const applicationForm = z.object({
  portal: z.string().trim().min(1, 'crmConnection.portal.wrong').max(300, 'crmConnection.portal.wrong'),
  clientId: z.string().trim().min(1, 'crmConnection.clientId.empty').max(200, 'crmConnection.clientId.long'),
  clientSecret: z
    .string()
    .trim()
    .min(1, 'crmConnection.clientSecret.empty')
    .max(200, 'crmConnection.clientSecret.long'),
});
type Application = z.infer<typeof applicationForm>;

type Props = { returnsTo: string; onConnected: () => void };

/** A portal is connected by the address of a webhook, or by an application that somebody lets in there. */
export function ConnectBitrix24({ returnsTo, onConnected }: Props) {
  const t = useTranslations('crmConnection');
  const [how, setHow] = useState<'webhook' | 'oauth'>('webhook');
  return (
    <div className="flex flex-col gap-4">
      <Choices
        legend={t('how.label')}
        value={how}
        onChange={setHow}
        choices={(['webhook', 'oauth'] as const).map((value) => ({
          value,
          label: t(`how.${value}`),
          hint: t(`how.${value}Hint`),
        }))}
      />
      {how === 'webhook' ? <ByWebhook onConnected={onConnected} /> : <ByApplication returnsTo={returnsTo} />}
    </div>
  );
}

function ByWebhook({ onConnected }: { onConnected: () => void }) {
  const t = useTranslations('crmConnection');
  const words = useFieldWords();
  const trpc = useTRPC();
  const cache = useQueryClient();
  const connect = useMutation(trpc.crmConnection.connect.mutationOptions({ retry: false }));
  const [refused, setRefused] = useState<Because | null>(null);
  const form = useForm({ resolver: zodResolver(webhookForm), defaultValues: { address: '' } });
  const { errors, isSubmitting } = form.formState;
  const submit = form.handleSubmit(async (typed) => {
    setRefused(null);
    try {
      const answer = await connect.mutateAsync(typed);
      if (!answer.connected) {
        setRefused(answer.because);
        return;
      }
      say('done', t('connected'));
      onConnected();
      await cache.invalidateQueries({ queryKey: trpc.crmConnection.pathKey() });
    } catch (error) {
      const { address } = fieldsOf(error);
      if (address === undefined) say('refused', t('failed'));
      else form.setError('address', { message: address });
    }
  });
  return (
    <form onSubmit={(event) => void submit(event)} noValidate className="flex flex-col gap-4">
      <Steps of={['webhook.step1', 'webhook.step2', 'webhook.step3']} />
      <Field label={t('webhook.address')} hint={t('webhook.addressHint')} error={words(errors.address?.message)}>
        {(control) => (
          <Input
            {...control}
            {...form.register('address')}
            inputMode="url"
            autoComplete="off"
            spellCheck={false}
            placeholder="https://company.bitrix24.com/rest/1/…/"
            className="font-mono"
          />
        )}
      </Field>
      {refused !== null && <ConnectionRefused because={refused} />}
      <Button type="submit" look="primary" busy={isSubmitting} className="self-end">
        {t('webhook.submit')}
      </Button>
    </form>
  );
}

function ByApplication({ returnsTo }: { returnsTo: string }) {
  const t = useTranslations('crmConnection');
  const words = useFieldWords();
  const authorise = useMutation(useTRPC().crmConnection.authorise.mutationOptions({ retry: false }));
  const form = useForm<Application>({
    resolver: zodResolver(applicationForm),
    defaultValues: { portal: '', clientId: '', clientSecret: '' },
  });
  const { errors, isSubmitting } = form.formState;
  const submit = form.handleSubmit(async (typed) => {
    try {
      const { address } = await authorise.mutateAsync(typed);
      window.location.assign(address);
    } catch (error) {
      const wrong = Object.entries(fieldsOf(error));
      for (const [path, message] of wrong) form.setError(path as keyof Application, { message });
      if (wrong.length === 0) say('refused', t('failed'));
    }
  });
  return (
    <form onSubmit={(event) => void submit(event)} noValidate className="flex flex-col gap-4">
      <Steps of={['oauth.step1', 'oauth.step2', 'oauth.step3']} />
      <CopyField label={t('oauth.returnsTo')} text={returnsTo} />
      <Field label={t('oauth.portal')} error={words(errors.portal?.message)}>
        {(control) => (
          <Input
            {...control}
            {...form.register('portal')}
            inputMode="url"
            autoComplete="off"
            spellCheck={false}
            placeholder="company.bitrix24.com"
          />
        )}
      </Field>
      <div className="grid gap-4 sm:grid-cols-2">
        <Field label={t('oauth.clientId')} error={words(errors.clientId?.message)}>
          {(control) => (
            <Input
              {...control}
              {...form.register('clientId')}
              autoComplete="off"
              spellCheck={false}
              className="font-mono"
            />
          )}
        </Field>
        <Field label={t('oauth.clientSecret')} error={words(errors.clientSecret?.message)}>
          {(control) => (
            <Input
              {...control}
              {...form.register('clientSecret')}
              type="password"
              autoComplete="off"
              className="font-mono"
            />
          )}
        </Field>
      </div>
      <Button type="submit" look="primary" busy={isSubmitting} className="self-end">
        {t('oauth.submit')}
      </Button>
    </form>
  );
}

function Steps({ of }: { of: readonly Parameters<ReturnType<typeof useTranslations<'crmConnection'>>>[0][] }) {
  const t = useTranslations('crmConnection');
  return (
    <ol className="list-decimal space-y-1 pl-5 text-ink-soft">
      {of.map((step) => (
        <li key={step}>{t(step)}</li>
      ))}
    </ol>
  );
}
