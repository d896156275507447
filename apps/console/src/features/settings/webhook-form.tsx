'use client';

import { zodResolver } from '@hookform/resolvers/zod';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { Controller, useForm } from 'react-hook-form';
import { z } from 'zod';

import { fieldsOf } from '../../rpc/failure.ts';
import type { WebhookRow } from '../../rpc/shapes.ts';
import { Field } from '../../ui/field.tsx';
import { useFieldWords } from '../../ui/field-words.ts';
import { Input } from '../../ui/input.tsx';
import { Switch } from '../../ui/switch.tsx';
import { say } from '../../ui/toast.tsx';

export const webhookEvents = [
  'dialog.opened',
  'dialog.accepted',
  'dialog.answered',
  'dialog.rated',
  'dialog.closed',
  'message.received',
  'message.sent',
  'line.changed',
  'employee.joined',
  'employee.dismissed',
] as const satisfies WebhookRow['events'];

const webhookForm = z.object({
  address: z.url({ protocol: /^https?$/, error: 'webhook.address.invalid' }).max(2_000, 'webhook.address.invalid'),
  events: z.array(z.enum(webhookEvents)).min(1, 'webhook.events.empty'),
  content: z.boolean(),
});
export type WebhookForm = z.infer<typeof webhookForm>;

type Props = {
  values: WebhookForm;
  /** Answers the values that are in force now; null where nothing was saved. */
  onSave: (values: WebhookForm) => Promise<WebhookForm | null>;
  /** The buttons below, told whether anything was changed and is being saved. */
  footer: (state: { isDirty: boolean; busy: boolean; discard: () => void }) => ReactNode;
};

/** Where a webhook lies, what it is told of, and how much. */
export function WebhookFields({ values, onSave, footer }: Props) {
  const t = useTranslations('webhooks');
  const words = useFieldWords();
  const form = useForm<WebhookForm>({ resolver: zodResolver(webhookForm), defaultValues: values });
  const { errors, isDirty, isSubmitting } = form.formState;
  const submit = form.handleSubmit(async (typed) => {
    try {
      const saved = await onSave(typed);
      if (saved !== null) form.reset(saved);
    } catch (error) {
      const wrong = Object.entries(fieldsOf(error));
      for (const [path, message] of wrong) form.setError(path as 'address', { message });
      if (wrong.length === 0) say('refused', t('failed'));
    }
  });
  return (
    <form onSubmit={(event) => void submit(event)} noValidate className="flex flex-col gap-4">
      <Field label={t('form.address')} hint={t('form.addressHint')} error={words(errors.address?.message)}>
        {(control) => (
          <Input {...control} {...form.register('address')} type="url" inputMode="url" autoComplete="off" />
        )}
      </Field>
      <Controller
        control={form.control}
        name="events"
        render={({ field }) => (
          <fieldset>
            <legend className="mb-1.5 text-sm font-medium">{t('form.events')}</legend>
            <div className="grid gap-x-4 gap-y-1 sm:grid-cols-2">
              {webhookEvents.map((event) => (
                <label key={event} className="flex min-h-7 items-start gap-2.5 py-0.5">
                  <input
                    type="checkbox"
                    className="mt-0.5 size-4 shrink-0 accent-accent-fill"
                    checked={field.value.includes(event)}
                    onChange={({ target }) =>
                      field.onChange(
                        webhookEvents.filter((one) => (one === event ? target.checked : field.value.includes(one))),
                      )
                    }
                  />
                  <span className="min-w-0">{t(`event.${event}`)}</span>
                </label>
              ))}
            </div>
            {errors.events?.message !== undefined && (
              <p role="alert" className="mt-1 text-sm text-overdue">
                {words(errors.events.message)}
              </p>
            )}
          </fieldset>
        )}
      />
      <Controller
        control={form.control}
        name="content"
        render={({ field }) => (
          <div>
            <Switch
              checked={field.value}
              onChange={field.onChange}
              label={t('form.content')}
              hint={t('form.contentHint')}
            />
            {errors.content?.message !== undefined && (
              <p role="alert" className="mt-1 text-sm text-overdue">
                {words(errors.content.message)}
              </p>
            )}
          </div>
        )}
      />
      {footer({ isDirty, busy: isSubmitting, discard: () => form.reset() })}
    </form>
  );
}
