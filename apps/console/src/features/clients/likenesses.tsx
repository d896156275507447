'use client';

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { ScanSearch } from 'lucide-react';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { useState } from 'react';

import { useTRPC } from '../../rpc/client.tsx';
import type { ClientLikeness, ClientView } from '../../rpc/shapes.ts';
import { Button } from '../../ui/button.tsx';
import { useClientName } from '../../ui/client-name.ts';
import { Failed } from '../../ui/failed.tsx';
import { Modal } from '../../ui/modal.tsx';
import { fullName } from '../../ui/person.ts';
import { Skeleton } from '../../ui/skeleton.tsx';
import { Moment } from '../../ui/time.tsx';
import { say } from '../../ui/toast.tsx';
import { Part } from './part.tsx';

/** Clients who may be this person, because of what both have. */
export function Likenesses({ client }: { client: ClientView }) {
  const t = useTranslations('clients.likeness');
  const name = useClientName();
  const [merging, setMerging] = useState<ClientLikeness | null>(null);
  const merge = useTranslations('clients.merge');
  if (client.likenesses.length === 0) return null;
  return (
    <section className="border-b border-edge bg-waiting-soft px-4 py-3.5 sm:px-5">
      <h2 className="flex items-center gap-1.5 font-medium text-waiting">
        <ScanSearch className="size-4 shrink-0" aria-hidden /> {t('title')}
      </h2>
      <ul className="mt-2 flex flex-col gap-2.5">
        {client.likenesses.map((other) => (
          <li key={other.clientId} className="flex items-start gap-3">
            <div className="min-w-0 flex-1">
              <Link
                href={`/clients/${other.clientId}`}
                className="rounded-sm font-medium break-words underline-offset-2 hover:underline"
              >
                {name(other)}
              </Link>
              <p className="text-sm break-words text-ink-soft">
                {other.shared.length > 0
                  ? t('both', { values: other.shared.map(({ value }) => value).join(', ') })
                  : t('record')}
              </p>
            </div>
            <Button size="sm" onClick={() => setMerging(other)}>
              {t('merge')}
            </Button>
          </li>
        ))}
      </ul>
      <Modal
        open={merging !== null}
        onOpenChange={(open) => {
          if (!open) setMerging(null);
        }}
        title={merge('title')}
        description={merge('text')}
      >
        {merging !== null && <MergeForm client={client} other={merging} onDone={() => setMerging(null)} />}
      </Modal>
    </section>
  );
}

/** What merging moves, in numbers, before it is done. */
function MergeForm({ client, other, onDone }: { client: ClientView; other: ClientLikeness; onDone: () => void }) {
  const t = useTranslations('clients.merge');
  const page = useTranslations('clients');
  const common = useTranslations('common');
  const name = useClientName();
  const trpc = useTRPC();
  const cache = useQueryClient();
  const whole = useQuery(trpc.clients.get.queryOptions({ clientId: other.clientId }));
  const { mutateAsync, isPending } = useMutation(trpc.clients.merge.mutationOptions({ retry: false }));
  const unmerge = useUnmerge();
  const moves = whole.data;
  const submit = async () => {
    try {
      const answer = await mutateAsync({ clientId: client.clientId, otherClientId: other.clientId });
      if (answer.merged)
        say('done', t('done'), { label: common('undo'), onClick: () => void unmerge(answer.clientMergeId) });
      else say('refused', t(`refused.${answer.because}`));
      onDone();
    } catch {
      say('refused', page('failed'));
    }
    await cache.invalidateQueries({ queryKey: trpc.clients.pathKey() });
  };
  return (
    <div className="flex flex-col gap-4">
      <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-1.5">
        <dt className="text-sm text-ink-faint">{t('stays')}</dt>
        <dd className="font-medium break-words">{name(client)}</dd>
        <dt className="text-sm text-ink-faint">{t('joins')}</dt>
        <dd className="font-medium break-words">{name(other)}</dd>
      </dl>
      <section>
        <h3 className="text-sm font-medium">{t('moves')}</h3>
        {moves === undefined ? (
          whole.isError ? (
            <Failed onRetry={() => void whole.refetch()} />
          ) : (
            <Skeleton className="mt-2 h-16" />
          )
        ) : (
          <ul className="mt-1 list-disc pl-5 text-ink-soft">
            <li>{t('accounts', { count: moves.identities.length })}</li>
            <li>{t('dialogs', { count: moves.counts.dialogs })}</li>
            {moves.addresses.length > 0 && <li>{t('addresses', { count: moves.addresses.length })}</li>}
            {moves.records.length > 0 && <li>{t('records', { count: moves.records.length })}</li>}
            {moves.consents.length > 0 && <li>{t('consents', { count: moves.consents.length })}</li>}
          </ul>
        )}
      </section>
      <div className="flex justify-end">
        <Button look="primary" disabled={moves === undefined} busy={isPending} onClick={() => void submit()}>
          {t('action')}
        </Button>
      </div>
    </div>
  );
}

/** Who became a part of him, and why; each can be separated again. */
export function Merges({ client }: { client: ClientView }) {
  const t = useTranslations('clients.merge');
  const name = useClientName();
  const unmerge = useUnmerge();
  if (client.merges.length === 0) return null;
  return (
    <Part title={t('list')}>
      <ul className="flex flex-col gap-2">
        {client.merges.map(({ mergeId, at, because, by, other }) => (
          <li key={mergeId} className="flex items-start gap-3">
            <p className="min-w-0 flex-1 break-words">
              {because === 'verified-address'
                ? t('byChannel', { name: name(other) })
                : by === null
                  ? t('byHandNobody', { name: name(other) })
                  : t('byHand', { name: name(other), who: fullName(by) })}{' '}
              <Moment at={at} className="text-ink-faint" />
            </p>
            <Button size="sm" onClick={() => void unmerge(mergeId)}>
              {t('undo')}
            </Button>
          </li>
        ))}
      </ul>
    </Part>
  );
}

/** Separates what was merged, and says what became of it. */
function useUnmerge(): (clientMergeId: string) => Promise<void> {
  const t = useTranslations('clients.merge');
  const page = useTranslations('clients');
  const trpc = useTRPC();
  const cache = useQueryClient();
  const { mutateAsync } = useMutation(trpc.clients.unmerge.mutationOptions({ retry: false }));
  return async (clientMergeId) => {
    try {
      const answer = await mutateAsync({ clientMergeId });
      if (answer.undone) say('done', t('undone'));
      else say('refused', t(answer.because));
    } catch {
      say('refused', page('failed'));
    }
    await cache.invalidateQueries({ queryKey: trpc.clients.pathKey() });
  };
}
