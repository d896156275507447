'use client';

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { ChevronRight, Power, Send, Trash2, Webhook as WebhookIcon } from 'lucide-react';
import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { useState } from 'react';

import { useTRPC } from '../../rpc/client.tsx';
import type { WebhookRow } from '../../rpc/shapes.ts';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { Confirm } from '../../ui/confirm.tsx';
import { Empty } from '../../ui/empty.tsx';
import { Failed } from '../../ui/failed.tsx';
import { Page, PageHeader } from '../../ui/page.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { Moment } from '../../ui/time.tsx';
import { say } from '../../ui/toast.tsx';
import { WebhookFields } from './webhook-form.tsx';
import { WebhookLog } from './webhook-log.tsx';
import { WebhookSecret } from './webhook-secret.tsx';
import { WebhookState } from './webhooks-list.tsx';

/** One webhook: what it is told, what it is signed with, and what became of telling it. */
export function WebhookPage({ webhookId }: { webhookId: string }) {
  const t = useTranslations('webhooks');
  const query = useQuery(useTRPC().webhooks.list.queryOptions({}));
  const row = query.data?.find((one) => one.webhookId === webhookId);
  return (
    <Page>
      <nav className="mb-1 flex items-center gap-1 text-sm text-ink-faint">
        <Link href="/settings/webhooks" className="rounded-sm hover:text-ink hover:underline">
          {t('back')}
        </Link>
        <ChevronRight className="size-3.5" aria-hidden />
      </nav>
      {row !== undefined ? (
        <One row={row} />
      ) : query.isError ? (
        <Failed onRetry={() => void query.refetch()} />
      ) : query.data === undefined ? (
        <Skeleton className="h-72 rounded-xl" />
      ) : (
        <Empty icon={WebhookIcon} title={t('missing')} />
      )}
    </Page>
  );
}

function One({ row }: { row: WebhookRow }) {
  const t = useTranslations('webhooks');
  const settings = useTranslations('settings');
  const trpc = useTRPC();
  const cache = useQueryClient();
  const router = useRouter();
  const { webhookId } = row;
  const [version, setVersion] = useState(row.version);
  const [theirs, setTheirs] = useState<WebhookRow | null>(null);
  const [asking, setAsking] = useState<'remove' | 'roll' | null>(null);
  const [secret, setSecret] = useState<string | null>(null);
  const options = {
    onError: () => say('refused', t('failed')),
    onSettled: () => void cache.invalidateQueries({ queryKey: trpc.webhooks.pathKey() }),
  };
  const save = useMutation(trpc.webhooks.save.mutationOptions());
  const setOn = useMutation(
    trpc.webhooks.setOn.mutationOptions({
      ...options,
      onSuccess: (_, { on }) => say('done', t(on ? 'switchedOn' : 'switchedOff')),
    }),
  );
  const test = useMutation(
    trpc.webhooks.test.mutationOptions({ ...options, onSuccess: () => say('done', t('tested')) }),
  );
  const roll = useMutation(
    trpc.webhooks.rollSecret.mutationOptions({ ...options, retry: false, onSuccess: (made) => setSecret(made.secret) }),
  );
  const remove = useMutation(
    trpc.webhooks.remove.mutationOptions({
      ...options,
      onSuccess: () => {
        say('done', t('removed'));
        router.push('/settings/webhooks');
      },
    }),
  );
  return (
    <>
      <PageHeader
        title={<span className="break-all">{row.address}</span>}
        description={<WebhookState row={row} />}
        action={
          <span className="flex flex-wrap gap-2">
            <Button busy={test.isPending} onClick={() => test.mutate({ webhookId })}>
              <Send aria-hidden /> {t('test')}
            </Button>
            <Button busy={setOn.isPending} onClick={() => setOn.mutate({ webhookId, on: row.state === 'off' })}>
              <Power aria-hidden /> {t(row.state === 'off' ? 'switchOn' : 'switchOff')}
            </Button>
            <Button look="quiet" busy={remove.isPending} onClick={() => setAsking('remove')}>
              <Trash2 aria-hidden /> {t('remove')}
            </Button>
          </span>
        }
      />
      {row.offBecause !== null && (
        <p role="status" className="mb-4 rounded-lg border border-waiting-mark bg-panel px-4 py-3">
          {t(`off.${row.offBecause}`)}
        </p>
      )}
      {row.state === 'on' && row.failingSince !== null && (
        <p role="status" className="mb-4 rounded-lg border border-overdue-mark bg-panel px-4 py-3 text-overdue">
          {t('failingSince')} <Moment at={row.failingSince} />
        </p>
      )}
      <div className="flex flex-col gap-5">
        <Card title={t('form.title')}>
          {theirs !== null && (
            <p role="alert" className="mb-4 rounded-lg border border-waiting-mark px-3.5 py-3">
              {t('stale', {
                address: theirs.address,
                events: theirs.events.map((event) => t(`event.${event}`)).join(', '),
              })}
            </p>
          )}
          <WebhookFields
            values={{ address: row.address, events: row.events, content: row.content }}
            onSave={async (values) => {
              const answer = await save.mutateAsync({ webhookId, version, ...values });
              void cache.invalidateQueries({ queryKey: trpc.webhooks.pathKey() });
              setVersion(answer.webhook.version);
              setTheirs(answer.saved ? null : answer.webhook);
              if (answer.saved) say('done', t('saved'));
              return answer.saved ? values : null;
            }}
            footer={({ isDirty, busy, discard }) => (
              <div className="flex flex-wrap items-center justify-between gap-3">
                <span className="min-w-0 flex-1 basis-48 text-sm text-ink-soft" aria-live="polite">
                  {isDirty ? t('form.consequence') : ''}
                </span>
                <span className="flex gap-2">
                  {isDirty && (
                    <Button look="quiet" onClick={discard}>
                      {settings('discard')}
                    </Button>
                  )}
                  <Button type="submit" look="primary" disabled={!isDirty} busy={busy}>
                    {settings('save')}
                  </Button>
                </span>
              </div>
            )}
          />
        </Card>
        <Card
          title={t('secret.title')}
          description={t('secret.text')}
          aside={
            <Button busy={roll.isPending} onClick={() => setAsking('roll')}>
              {t('secret.roll')}
            </Button>
          }
        />
        <WebhookLog webhookId={webhookId} />
      </div>
      <Confirm
        open={asking === 'remove'}
        onOpenChange={() => setAsking(null)}
        title={t('removeAsk.title')}
        description={t('removeAsk.text')}
        action={t('remove')}
        onConfirm={() => remove.mutate({ webhookId })}
      />
      <Confirm
        open={asking === 'roll'}
        onOpenChange={() => setAsking(null)}
        title={t('secret.rollAsk')}
        description={t('secret.rollText')}
        action={t('secret.roll')}
        onConfirm={() => roll.mutate({ webhookId })}
      />
      <WebhookSecret secret={secret} onDone={() => setSecret(null)} />
    </>
  );
}
