'use client';

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { ExternalLink, Star, ThumbsDown, ThumbsUp, X } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { lazy, Suspense } from 'react';

import { mayAnywhere } from '@switchboard/domain/access';

import { useTRPC } from '../../rpc/client.tsx';
import { useMe } from '../../rpc/me.ts';
import type { DialogView } from '../../rpc/shapes.ts';
import { Avatar } from '../../ui/avatar.tsx';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { ChannelGlyph } from '../../ui/channel-glyph.tsx';
import { useClientName } from '../../ui/client-name.ts';
import { cn } from '../../ui/cn.ts';
import { HereLink } from '../../ui/here-link.tsx';
import { fullName } from '../../ui/person.ts';
import { StateBadge } from '../../ui/state-badge.tsx';
import { Moment } from '../../ui/time.tsx';
import { say } from '../../ui/toast.tsx';
import { Part } from './card-part.tsx';

// Nobody waits for it at the first look at a dialog.
const ClientKnown = lazy(() => import('./client-known.tsx').then((file) => ({ default: file.ClientKnown })));

type Props = { view: DialogView; place: '/inbox' | '/dialogs'; onClose: () => void; onMark: (() => void) | undefined };

/** Who the client is: how he is known, where he writes from, what else is known of him, and all his dialogs. */
export function ClientCard({ view, place, onClose, onMark }: Props) {
  const t = useTranslations('dialog.card');
  const { client, row } = view;
  const me = useMe();
  const trpc = useTRPC();
  // As what else is known of him was read; until then a dialog stands without the sign of its channel.
  const { data: known } = useQuery(trpc.clients.ofDialog.queryOptions({ dialogId: row.dialogId }, { enabled: false }));
  const channels = new Map(known?.dialogs.map((dialog) => [dialog.dialogId, dialog.channel]));
  const name = useClientName()(client);
  const page = client.page !== null && /^https?:\/\//.test(client.page.url) ? client.page : null;
  return (
    <aside aria-label={t('title')} className="flex h-full flex-col overflow-y-auto bg-panel">
      <header className="flex items-start gap-3 px-4 pt-4 pb-3">
        <Avatar name={name} size="lg" />
        <div className="min-w-0 flex-1">
          <h2 className="text-base font-semibold break-words">{name}</h2>
          <p className="flex flex-wrap items-center gap-x-2 text-sm text-ink-faint">
            {t('dialogCount', { count: client.dialogs.length })}
            {client.isBlocked && <Badge tone="overdue">{t('blocked')}</Badge>}
          </p>
        </div>
        <Button look="quiet" size="icon-sm" aria-label={t('hide')} onClick={onClose}>
          <X />
        </Button>
      </header>
      {client.isBlocked && (
        <div className="border-t border-edge px-4 py-3.5">
          <p className="text-sm text-pretty text-ink-soft">{t('blockedText')}</p>
          {view.allowed.unblock && <Unblock dialogId={row.dialogId} />}
        </div>
      )}
      <Part title={t('identities')}>
        <ul className="flex flex-col gap-2">
          {client.identities.map((identity, index) => (
            <li key={index} className="flex items-start gap-2">
              <ChannelGlyph kind={identity.kind} label={t(`kind.${identity.kind}`)} className="mt-0.5" />
              <div className="min-w-0 flex-1">
                <p className="break-words">
                  {identity.name.trim() === '' ? name : identity.name}
                  {identity.username !== null && <span className="text-ink-soft"> @{identity.username}</span>}
                </p>
                <p className="text-sm text-ink-faint">
                  {t('since')} <Moment at={identity.since} />
                </p>
              </div>
            </li>
          ))}
        </ul>
      </Part>
      {mayAnywhere(me, 'crm') && (
        <Suspense fallback={<div aria-busy className="h-24 border-t border-edge" />}>
          <ClientKnown view={view} />
        </Suspense>
      )}
      {page !== null && (
        <Part title={t('page')}>
          <a
            href={page.url}
            target="_blank"
            rel="noopener noreferrer nofollow"
            className="group flex items-start gap-1.5 text-accent"
          >
            <span className="min-w-0 flex-1">
              <span className="block break-words group-hover:underline">
                {page.title === '' ? page.url : page.title}
              </span>
              {page.title !== '' && <span className="block truncate text-sm text-ink-faint">{page.url}</span>}
            </span>
            <ExternalLink className="mt-0.5 size-3.5 shrink-0" aria-hidden />
          </a>
        </Part>
      )}
      {(row.vote !== null || view.mark !== null || onMark !== undefined) && (
        <Part title={t('quality')}>
          <Quality view={view} onMark={onMark} />
        </Part>
      )}
      <Part title={t('dialogs')}>
        <ul className="-mx-2 flex flex-col">
          {client.dialogs.map((dialog) => {
            const open = dialog.dialogId === row.dialogId;
            const kind = open ? row.channel.kind : channels.get(dialog.dialogId);
            return (
              <li key={dialog.dialogId}>
                <HereLink
                  href={`${place}/${dialog.dialogId}`}
                  aria-current={open ? 'true' : undefined}
                  className={cn(
                    'flex items-center gap-2 rounded-md px-2 py-1.5',
                    open ? 'bg-accent-soft' : 'hover:bg-hover',
                  )}
                >
                  {kind !== undefined && <ChannelGlyph kind={kind} label={t(`kind.${kind}`)} className="size-3.5" />}
                  <span className="font-medium">#{dialog.dialogId}</span>
                  <span className="min-w-0 flex-1 truncate text-sm text-ink-faint">
                    <Moment at={dialog.openedAt} />
                  </span>
                  <StateBadge state={dialog.state} />
                </HereLink>
              </li>
            );
          })}
        </ul>
      </Part>
    </aside>
  );
}

/** Lets the client's messages open dialogs again. */
function Unblock({ dialogId }: { dialogId: number }) {
  const t = useTranslations('dialog.card');
  const trpc = useTRPC();
  const cache = useQueryClient();
  const unblock = useMutation(
    trpc.dialogs.unblock.mutationOptions({
      onSuccess: () => say('done', t('unblocked')),
      onError: () => say('refused', t('unblockFailed')),
      onSettled: () => void cache.invalidateQueries({ queryKey: trpc.dialogs.get.pathKey() }),
    }),
  );
  return (
    <Button size="sm" className="mt-2" busy={unblock.isPending} onClick={() => unblock.mutate({ dialogId })}>
      {t('unblock')}
    </Button>
  );
}

/** What the client and the manager think of it. */
function Quality({ view, onMark }: Pick<Props, 'view' | 'onMark'>) {
  const t = useTranslations('dialog.card');
  const words = useTranslations('marks');
  const { row, mark } = view;
  return (
    <dl className="flex flex-col gap-2">
      <div className="flex items-center justify-between gap-3">
        <dt className="text-ink-soft">{t('vote')}</dt>
        <dd className={cn('flex items-center gap-1.5', row.vote === null && 'text-ink-faint')}>
          {row.vote === 'good' && <ThumbsUp className="size-4 text-answered" aria-hidden />}
          {row.vote === 'bad' && <ThumbsDown className="size-4 text-overdue" aria-hidden />}
          {row.vote === null ? t('voteNone') : t(`voteWord.${row.vote}`)}
        </dd>
      </div>
      <div className="flex items-center justify-between gap-3">
        <dt className="text-ink-soft">{t('mark')}</dt>
        <dd className="flex items-center gap-2">
          {mark === null ? (
            <span className="text-ink-faint">{t('markNone')}</span>
          ) : (
            <span className="flex" title={words('stars', { stars: mark.stars })}>
              <span className="sr-only">{words('stars', { stars: mark.stars })}</span>
              {[1, 2, 3, 4, 5].map((star) => (
                <Star
                  key={star}
                  aria-hidden
                  className={cn('size-4', star <= mark.stars ? 'fill-accent-fill text-accent-fill' : 'text-ink-faint')}
                />
              ))}
            </span>
          )}
          {onMark !== undefined && (
            <Button size="sm" onClick={onMark}>
              {mark === null ? t('markGive') : t('markChange')}
            </Button>
          )}
        </dd>
      </div>
      {mark !== null && (
        <div>
          {mark.comment !== '' && <p className="break-words whitespace-pre-wrap">{mark.comment}</p>}
          {mark.by !== null && (
            <p className="text-sm text-ink-faint">
              {t.rich('markBy', { who: fullName(mark.by), at: () => <Moment at={mark.at} /> })}
            </p>
          )}
        </div>
      )}
    </dl>
  );
}
