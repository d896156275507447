'use client';

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Plus, Webhook } from 'lucide-react';
import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { useState } from 'react';

import { useTRPC } from '../../rpc/client.tsx';
import type { WebhookRow } from '../../rpc/shapes.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { Empty } from '../../ui/empty.tsx';
import { Failed } from '../../ui/failed.tsx';
import { Modal } from '../../ui/modal.tsx';
import { Page, PageHeader } from '../../ui/page.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { Ago } from '../../ui/time.tsx';
import { say } from '../../ui/toast.tsx';
import { WebhookFields } from './webhook-form.tsx';
import { WebhookSecret } from './webhook-secret.tsx';

/** Addresses that are told what happens. */
export function WebhooksList() {
  const t = useTranslations('webhooks');
  const query = useQuery(useTRPC().webhooks.list.queryOptions({}));
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
          <Empty icon={Webhook} title={t('empty.title')}>
            {t('empty.text')}
          </Empty>
        </div>
      ) : (
        <ul className="divide-y divide-edge rounded-xl border border-edge bg-panel">
          {rows.map((row) => (
            <li key={row.webhookId} className="px-4 py-3.5 sm:px-5">
              <p className="flex flex-wrap items-center gap-x-2 gap-y-1">
                <Link
                  href={`/settings/webhooks/${row.webhookId}`}
                  className="min-w-0 rounded-sm font-medium break-all hover:text-accent hover:underline"
                >
                  {row.address}
                </Link>
                <WebhookState row={row} />
              </p>
              <p className="mt-1 flex flex-wrap gap-x-3 text-sm text-ink-faint">
                <span>{t('eventCount', { count: row.events.length })}</span>
                <span>{t('counts', row.counts)}</span>
              </p>
            </li>
          ))}
        </ul>
      )}
      <NewWebhook open={making} onOpenChange={setMaking} />
    </Page>
  );
}

/** Whether it is told anything, and whether that gets through. */
export function WebhookState({ row }: { row: WebhookRow }) {
  const t = useTranslations('webhooks');
  if (row.state === 'off')
    return <Badge tone={row.offBecause === 'failing' ? 'overdue' : 'muted'}>{t('state.off')}</Badge>;
  return row.failingSince === null ? (
    <Badge tone="answered">{t('state.on')}</Badge>
  ) : (
    <Badge tone="overdue">
      {t('state.failing')} <Ago at={row.failingSince} />
    </Badge>
  );
}

function NewWebhook({ open, onOpenChange }: { open: boolean; onOpenChange: (open: boolean) => void }) {
  const t = useTranslations('webhooks');
  const trpc = useTRPC();
  const cache = useQueryClient();
  const router = useRouter();
  const create = useMutation(trpc.webhooks.create.mutationOptions({ retry: false }));
  const [made, setMade] = useState<{ webhookId: string; secret: string } | null>(null);
  return (
    <>
      <Modal open={open} onOpenChange={onOpenChange} title={t('form.new')} className="max-w-lg">
        <WebhookFields
          values={{ address: '', events: ['dialog.opened', 'dialog.closed'], content: false }}
          onSave={async (values) => {
            const answer = await create.mutateAsync(values);
            void cache.invalidateQueries({ queryKey: trpc.webhooks.pathKey() });
            if (!answer.created) {
              say('refused', t('tooMany'));
              return null;
            }
            onOpenChange(false);
            setMade({ webhookId: answer.webhook.webhookId, secret: answer.secret });
            return values;
          }}
          footer={({ busy }) => (
            <Button type="submit" look="primary" busy={busy} className="self-end">
              {t('form.create')}
            </Button>
          )}
        />
      </Modal>
      <WebhookSecret
        secret={made?.secret ?? null}
        onDone={() => {
          if (made !== null) router.push(`/settings/webhooks/${made.webhookId}`);
          setMade(null);
        }}
      />
    </>
  );
}
