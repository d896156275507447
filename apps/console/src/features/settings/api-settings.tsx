'use client';

import { zodResolver } from '@hookform/resolvers/zod';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { KeyRound, Plus, Trash2 } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { Controller, useForm } from 'react-hook-form';
import { z } from 'zod';

import { useTRPC } from '../../rpc/client.tsx';
import { fieldsOf } from '../../rpc/failure.ts';
import type { ApiKeyRow } from '../../rpc/shapes.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { Choices } from '../../ui/choices.tsx';
import { Confirm } from '../../ui/confirm.tsx';
import { CopyField } from '../../ui/copy-field.tsx';
import { Empty } from '../../ui/empty.tsx';
import { Failed } from '../../ui/failed.tsx';
import { Field } from '../../ui/field.tsx';
import { useFieldWords } from '../../ui/field-words.ts';
import { Input, Select } from '../../ui/input.tsx';
import { Modal } from '../../ui/modal.tsx';
import { Page, PageHeader } from '../../ui/page.tsx';
import { fullName } from '../../ui/person.ts';
import { Skeleton } from '../../ui/skeleton.tsx';
import { Ago, Moment } from '../../ui/time.tsx';
import { say } from '../../ui/toast.tsx';
import { ApiReference, type ApiCall } from './api-reference.tsx';

/** Keys of the company's programs, and the calls they can make. */
export function ApiSettings({ calls }: { calls: ApiCall[] | null }) {
  const t = useTranslations('api');
  const query = useQuery(useTRPC().apiKeys.list.queryOptions({}));
  const [making, setMaking] = useState(false);
  const rows = query.data ?? [];
  return (
    <Page>
      <PageHeader
        title={t('title')}
        description={t('text')}
        action={
          <Button look="primary" onClick={() => setMaking(true)}>
            <Plus aria-hidden /> {t('create')}
          </Button>
        }
      />
      {query.data === undefined ? (
        query.isError ? (
          <Failed onRetry={() => void query.refetch()} />
        ) : (
          <Skeleton className="h-40 rounded-xl" />
        )
      ) : rows.length === 0 ? (
        <div className="rounded-xl border border-edge bg-panel">
          <Empty icon={KeyRound} title={t('empty.title')}>
            {t('empty.text')}
          </Empty>
        </div>
      ) : (
        <ul className="divide-y divide-edge rounded-xl border border-edge bg-panel">
          {rows.map((row) => (
            <One key={row.apiKeyId} row={row} />
          ))}
        </ul>
      )}
      <NewKey open={making} onOpenChange={setMaking} />
      <ApiReference calls={calls} />
    </Page>
  );
}

function One({ row }: { row: ApiKeyRow }) {
  const t = useTranslations('api');
  const trpc = useTRPC();
  const cache = useQueryClient();
  const [asking, setAsking] = useState(false);
  const revoke = useMutation(
    trpc.apiKeys.revoke.mutationOptions({
      onSuccess: () => say('done', t('revoked')),
      onError: () => say('refused', t('failed')),
      onSettled: () => void cache.invalidateQueries({ queryKey: trpc.apiKeys.pathKey() }),
    }),
  );
  return (
    <li className="flex flex-wrap items-center gap-x-6 gap-y-2 px-4 py-3.5 sm:px-5">
      <div className="min-w-0 flex-1 basis-64">
        <p className="flex flex-wrap items-center gap-x-2 gap-y-1">
          <span className="font-medium break-words">{row.name}</span>
          <Badge tone={row.state === 'good' ? 'answered' : 'muted'}>{t(`state.${row.state}`)}</Badge>
          <Badge tone="muted">{t(`rights.${row.rights}`)}</Badge>
        </p>
        <p className="mt-1 flex flex-wrap gap-x-3 gap-y-0.5 text-sm text-ink-faint">
          <span>{t('by', { who: fullName(row.createdBy) })}</span>
          <span>
            <code className="font-mono">sbk_…</code> {t('ends', { hint: row.hint })}
          </span>
          <span>
            {row.lastUsedAt === null ? (
              t('unused')
            ) : (
              <>
                {t('used')} <Ago at={row.lastUsedAt} />
              </>
            )}
          </span>
          <span>
            {row.expiresAt === null ? (
              t('noExpiry')
            ) : (
              <>
                {t(row.state === 'expired' ? 'expired' : 'expires')} <Moment at={row.expiresAt} />
              </>
            )}
          </span>
        </p>
      </div>
      {row.revokedAt === null && (
        <Button
          look="quiet"
          busy={revoke.isPending}
          onClick={() => setAsking(true)}
          aria-label={`${t('revoke')}: ${row.name}`}
        >
          <Trash2 aria-hidden /> {t('revoke')}
        </Button>
      )}
      <Confirm
        open={asking}
        onOpenChange={setAsking}
        title={t('revokeAsk.title', { name: row.name })}
        description={t('revokeAsk.text')}
        action={t('revoke')}
        onConfirm={() => revoke.mutate({ apiKeyId: row.apiKeyId })}
      />
    </li>
  );
}

const lives = ['30', '90', '365', 'never'] as const;
const keyForm = z.object({
  name: z.string().trim().min(1, 'apiKey.name.empty').max(100, 'apiKey.name.long'),
  rights: z.enum(['read', 'act']),
  life: z.enum(lives),
});
const blank: z.infer<typeof keyForm> = { name: '', rights: 'read', life: '90' };
const daysOf = { '30': 30, '90': 90, '365': 365, never: null } as const;

function NewKey({ open, onOpenChange }: { open: boolean; onOpenChange: (open: boolean) => void }) {
  const t = useTranslations('api');
  const words = useFieldWords();
  const trpc = useTRPC();
  const cache = useQueryClient();
  const create = useMutation(trpc.apiKeys.create.mutationOptions({ retry: false }));
  const [secret, setSecret] = useState<string | null>(null);
  const form = useForm<z.infer<typeof keyForm>>({ resolver: zodResolver(keyForm), defaultValues: blank });
  const { errors } = form.formState;
  const close = () => {
    setSecret(null);
    form.reset(blank);
    onOpenChange(false);
  };
  const submit = form.handleSubmit(async ({ name, rights, life }) => {
    try {
      const answer = await create.mutateAsync({ name, rights, days: daysOf[life] });
      if (answer.created) setSecret(answer.secret);
      else say('refused', t('tooMany'));
    } catch (error) {
      const wrong = fieldsOf(error)['name'];
      if (wrong === undefined) say('refused', t('failed'));
      else form.setError('name', { message: wrong });
    } finally {
      void cache.invalidateQueries({ queryKey: trpc.apiKeys.pathKey() });
    }
  });
  return (
    <Modal
      open={open}
      onOpenChange={(to) => (to ? onOpenChange(true) : close())}
      title={secret === null ? t('form.title') : t('made.title')}
      {...(secret === null ? {} : { description: t('made.text') })}
    >
      {secret === null ? (
        <form onSubmit={(event) => void submit(event)} noValidate className="flex flex-col gap-4">
          <Field label={t('form.name')} hint={t('form.nameHint')} error={words(errors.name?.message)}>
            {(control) => <Input {...control} {...form.register('name')} autoComplete="off" />}
          </Field>
          <Controller
            control={form.control}
            name="rights"
            render={({ field }) => (
              <div>
                <p className="mb-1.5 text-sm font-medium">{t('form.rights')}</p>
                <Choices
                  legend={t('form.rights')}
                  value={field.value}
                  onChange={field.onChange}
                  choices={(['read', 'act'] as const).map((value) => ({
                    value,
                    label: t(`rights.${value}`),
                    hint: t(`rights.${value}Hint`),
                  }))}
                />
              </div>
            )}
          />
          <Field label={t('form.days')}>
            {(control) => (
              <Select {...control} {...form.register('life')}>
                {lives.map((life) => (
                  <option key={life} value={life}>
                    {life === 'never' ? t('never') : t('days', { count: Number(life) })}
                  </option>
                ))}
              </Select>
            )}
          </Field>
          <Button type="submit" look="primary" busy={create.isPending} className="self-end">
            {t('form.submit')}
          </Button>
        </form>
      ) : (
        <div className="flex flex-col gap-4">
          <CopyField label={t('made.label')} text={secret} />
          <Button look="primary" className="self-end" onClick={close}>
            {t('made.done')}
          </Button>
        </div>
      )}
    </Modal>
  );
}
