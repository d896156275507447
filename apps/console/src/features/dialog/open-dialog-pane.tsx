'use client';

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import {
  ArrowLeft,
  ArrowRightLeft,
  Ban,
  CheckCheck,
  CircleSlash,
  Ellipsis,
  Hand,
  Link2,
  LogOut,
  PanelRight,
  Pin,
  PinOff,
  RotateCcw,
  SearchX,
  ShieldAlert,
  Star,
  TriangleAlert,
  UserRoundPlus,
} from 'lucide-react';
import dynamic from 'next/dynamic';
import Link from 'next/link';
import { useSearchParams } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { lazy, Suspense, useEffect, useState } from 'react';

import { may } from '@switchboard/domain/access';

import { useActing } from '../../rpc/acting.ts';
import { useTRPC } from '../../rpc/client.tsx';
import { isOffer, putRow } from '../../rpc/dialog-cache.ts';
import { codeOf } from '../../rpc/failure.ts';
import { useMe } from '../../rpc/me.ts';
import type { DialogView } from '../../rpc/shapes.ts';
import { Button } from '../../ui/button.tsx';
import { ChannelGlyph } from '../../ui/channel-glyph.tsx';
import { useClientName } from '../../ui/client-name.ts';
import { cn } from '../../ui/cn.ts';
import { Confirm } from '../../ui/confirm.tsx';
import { Empty } from '../../ui/empty.tsx';
import { Failed } from '../../ui/failed.tsx';
import { isTaken, presses, useKeys } from '../../ui/keys.ts';
import { Menu, MenuContent, MenuDivider, MenuItem, MenuTrigger } from '../../ui/menu.tsx';
import { openHere } from '../../ui/open-dialog.ts';
import { fullName } from '../../ui/person.ts';
import { StateBadge } from '../../ui/state-badge.tsx';
import { Countdown } from '../../ui/time.tsx';
import { say } from '../../ui/toast.tsx';
import { ClientCard } from './client-card.tsx';
import { Composer } from './composer.tsx';
import { DialogSkeleton } from './dialog-skeleton.tsx';
import { Standing } from './standing.tsx';
import { ThreadView } from './thread.tsx';

// Shown from the server on as well. Of what is loaded by something that is loaded itself, `dynamic` asks ahead for files
// under names that the build does not make; `lazy` asks for none.
const HistoryView = lazy(() => import('./history-view.tsx').then((file) => ({ default: file.HistoryView })));
const Transfer = dynamic(() => import('./transfer.tsx').then((file) => file.Transfer));
const MarkDialog = dynamic(() => import('./mark.tsx').then((file) => file.MarkDialog));

export type Place = '/inbox' | '/dialogs';

/** A dialog with its client beside it, or why it cannot be shown. */
export function OpenedDialog({ dialogId, place }: { dialogId: number; place: Place }) {
  const t = useTranslations('dialog');
  const trpc = useTRPC();
  const { data: view, error, refetch } = useQuery(trpc.dialogs.get.queryOptions({ dialogId }));
  const back = useBack(place);

  if (view === undefined) {
    if (error !== null && (codeOf(error) === 'NOT_FOUND' || codeOf(error) === 'FORBIDDEN')) {
      return (
        <div className="flex h-full items-center justify-center">
          <Empty
            icon={SearchX}
            title={t('gone.title', { number: dialogId })}
            action={<Button onClick={back}>{t('back')}</Button>}
          >
            {t('gone.text')}
          </Empty>
        </div>
      );
    }
    if (error !== null) {
      return (
        <div className="flex h-full items-center justify-center">
          <Failed onRetry={() => void refetch()} />
        </div>
      );
    }
    return <DialogSkeleton />;
  }
  return <Shown view={view} place={place} back={back} />;
}

function useBack(place: Place): () => void {
  const search = useSearchParams();
  return () => {
    const kept = new URLSearchParams(search);
    kept.delete('view');
    openHere(kept.size === 0 ? place : `${place}?${kept}`);
  };
}

const cardKey = 'switchboard.card';

function Shown({ view, place, back }: { view: DialogView; place: Place; back: () => void }) {
  const t = useTranslations('dialog');
  const me = useMe();
  const acting = useActing();
  const search = useSearchParams();
  const { row, allowed } = view;
  const client = useClientName()(row.client);
  const looking = search.get('view') === 'history' && allowed.history ? 'history' : 'messages';
  const [transferring, setTransferring] = useState(false);
  const [marking, setMarking] = useState(false);
  /** What cannot be undone and is asked about first. */
  const [asking, setAsking] = useState<'close' | 'spam' | 'block' | null>(null);
  // null: shown where there is room for it.
  const [card, setCard] = useState<boolean | null>(null);
  useEffect(() => {
    if (window.matchMedia('(min-width: 80rem)').matches && localStorage.getItem(cardKey) === 'hidden') setCard(false);
  }, []);
  const toggleCard = () => {
    const wide = window.matchMedia('(min-width: 80rem)').matches;
    const shown = card ?? (wide && place === '/inbox');
    setCard(!shown);
    if (wide) localStorage.setItem(cardKey, shown ? 'hidden' : 'shown');
  };
  useSeen(view);

  const look = (what: 'messages' | 'history') => {
    const kept = new URLSearchParams(search);
    if (what === 'history') kept.set('view', 'history');
    else kept.delete('view');
    openHere(`${place}/${row.dialogId}${kept.size === 0 ? '' : `?${kept}`}`, 'replace');
  };
  const finish = () => {
    void acting.finish(row).then((outcome) => {
      if (outcome?.done === true)
        say('done', t(outcome.row.state === 'finishing' ? 'finishingNow' : 'finished', { number: row.dialogId }));
    });
  };

  useKeys((event) => {
    if (isTaken(event)) return;
    const does = (allowedNow: boolean, act: () => void) => {
      if (!allowedNow) return;
      event.preventDefault();
      act();
    };
    if (event.key === 'Enter' && !presses(event)) does(allowed.accept, () => void acting.accept(row));
    else if (event.key === 'x') does(allowed.decline, () => void acting.decline(row));
    else if (event.key === 't') does(allowed.transfer, () => setTransferring(true));
    else if (event.key === 'f') does(allowed.finish, finish);
    else if (event.key === 'c') does(true, toggleCard);
    else if (event.key === 'Escape') does(true, back);
  });

  return (
    <div className="relative flex h-full min-w-0 bg-panel">
      <section
        aria-label={t('label', { number: row.dialogId, client })}
        className="flex h-full min-w-0 flex-1 flex-col"
      >
        <header className="flex min-h-13 shrink-0 flex-wrap items-center gap-x-2 gap-y-1.5 border-b border-edge px-3 py-2 sm:pl-6">
          <Button
            look="quiet"
            size="icon-sm"
            className={cn('-ml-1', place === '/inbox' && 'md:hidden')}
            aria-label={t('back')}
            onClick={back}
          >
            <ArrowLeft />
          </Button>
          <div className="min-w-0 flex-1 basis-40">
            <div className="flex items-center gap-2">
              <h2 className="min-w-0 truncate font-semibold">{client}</h2>
              <span className="shrink-0 text-sm text-ink-faint">#{row.dialogId}</span>
              <StateBadge state={row.state} />
            </div>
            <p className="flex min-w-0 items-center gap-1.5 text-xs text-ink-faint">
              <ChannelGlyph kind={row.channel.kind} className="size-3" />
              <span className="truncate">
                {row.channel.name} · {row.line.name}
                {row.operator !== null && row.operator.employeeId !== me.employeeId && ` · ${fullName(row.operator)}`}
              </span>
            </p>
          </div>
          <div className="flex flex-wrap items-center gap-1.5">
            {allowed.resume && (
              <Button className="max-sm:[&_svg]:hidden" onClick={() => void acting.resume(row)}>
                <RotateCcw /> {t('act.resume')}
              </Button>
            )}
            {allowed.finish && (
              <Button className="max-sm:[&_svg]:hidden" onClick={finish}>
                <CheckCheck /> {t(row.state === 'finishing' ? 'closeNow' : 'finish')}
              </Button>
            )}
            {allowed.transfer && (
              <Button
                look="quiet"
                size="icon"
                aria-label={t('transferIt')}
                title={t('transferIt')}
                onClick={() => setTransferring(true)}
              >
                <ArrowRightLeft />
              </Button>
            )}
            <Menu>
              <MenuTrigger>
                <Button look="quiet" size="icon" aria-label={t('more')}>
                  <Ellipsis />
                </Button>
              </MenuTrigger>
              <MenuContent align="end">
                <MenuItem
                  onSelect={() => {
                    void navigator.clipboard
                      .writeText(`${window.location.origin}/inbox/${row.dialogId}`)
                      .then(() => say('done', t('linkCopied')));
                  }}
                >
                  <Link2 aria-hidden /> {t('copyLink')}
                </MenuItem>
                {allowed.takeOver && (
                  <MenuItem onSelect={() => void acting.takeOver(row)}>
                    <Hand aria-hidden /> {t('act.takeOver')}
                  </MenuItem>
                )}
                {allowed.join && (
                  <MenuItem onSelect={() => void acting.join(row)}>
                    <UserRoundPlus aria-hidden /> {t('act.join')}
                  </MenuItem>
                )}
                {allowed.leave && (
                  <MenuItem onSelect={() => void acting.leave(row)}>
                    <LogOut aria-hidden /> {t('act.leave')}
                  </MenuItem>
                )}
                {allowed.pin && (
                  <MenuItem onSelect={() => void acting.pin(row, true)}>
                    <Pin aria-hidden /> {t('act.pin')}
                  </MenuItem>
                )}
                {allowed.unpin && (
                  <MenuItem onSelect={() => void acting.pin(row, false)}>
                    <PinOff aria-hidden /> {t('act.unpin')}
                  </MenuItem>
                )}
                {allowed.mark && (
                  <MenuItem onSelect={() => setMarking(true)}>
                    <Star aria-hidden /> {t('act.mark')}
                  </MenuItem>
                )}
                {(allowed.spam || allowed.block || allowed.close) && <MenuDivider />}
                {allowed.spam && (
                  <MenuItem danger onSelect={() => setAsking('spam')}>
                    <ShieldAlert aria-hidden /> {t('act.spam')}
                  </MenuItem>
                )}
                {allowed.block && (
                  <MenuItem danger onSelect={() => setAsking('block')}>
                    <Ban aria-hidden /> {t('act.block')}
                  </MenuItem>
                )}
                {allowed.close && (
                  <MenuItem danger onSelect={() => setAsking('close')}>
                    <CircleSlash aria-hidden /> {t('close')}
                  </MenuItem>
                )}
              </MenuContent>
            </Menu>
            <Button
              look="quiet"
              size="icon"
              aria-label={t('card.toggle')}
              title={t('card.toggle')}
              aria-pressed={card ?? undefined}
              onClick={toggleCard}
            >
              <PanelRight />
            </Button>
          </div>
        </header>
        {row.parked && (
          <p role="alert" className="flex items-start gap-2 bg-overdue-soft px-4 py-2 text-sm text-overdue sm:px-6">
            <TriangleAlert className="mt-px size-4 shrink-0" aria-hidden />
            <span className="min-w-0">
              {t('parked')}{' '}
              {may(me, 'settings', {}) && (
                <Link href="/settings/parked" className="underline underline-offset-2">
                  {t('parkedLink')}
                </Link>
              )}
            </span>
          </p>
        )}
        <Standing view={view} />
        {allowed.history && (
          <div role="tablist" aria-label={t('views')} className="flex shrink-0 gap-1 border-b border-edge px-2 sm:px-5">
            {(['messages', 'history'] as const).map((name) => (
              <button
                key={name}
                type="button"
                role="tab"
                aria-selected={name === looking}
                onClick={() => look(name)}
                className={cn(
                  '-mb-px h-8 border-b-2 px-2 text-sm font-medium',
                  name === looking ? 'border-accent-fill text-ink' : 'border-transparent text-ink-soft hover:text-ink',
                )}
              >
                {t(`view.${name}`)}
              </button>
            ))}
          </div>
        )}
        {looking === 'history' ? (
          <Suspense fallback={<div aria-busy className="flex-1" />}>
            <HistoryView dialogId={row.dialogId} />
          </Suspense>
        ) : (
          <>
            <ThreadView view={view} acting={acting} />
            {isOffer(row, me.employeeId) ? (
              <OfferBar
                view={view}
                onAccept={() => void acting.accept(row)}
                onDecline={() => void acting.decline(row)}
              />
            ) : (
              <Composer view={view} acting={acting} place={place} />
            )}
          </>
        )}
      </section>
      <div
        className={cn(
          'h-full w-full border-l border-edge sm:w-90 sm:shrink-0',
          'max-xl:absolute max-xl:inset-y-0 max-xl:right-0 max-xl:z-20 max-xl:shadow-high',
          card === null ? (place === '/inbox' ? 'hidden xl:block' : 'hidden') : card ? 'block' : 'hidden',
          place === '/dialogs' && 'xl:absolute xl:inset-y-0 xl:right-0 xl:z-20 xl:shadow-high',
        )}
      >
        <ClientCard
          view={view}
          place={place}
          onClose={toggleCard}
          onMark={allowed.mark ? () => setMarking(true) : undefined}
        />
      </div>
      {transferring && <Transfer row={row} acting={acting} open onOpenChange={setTransferring} />}
      {marking && <MarkDialog view={view} acting={acting} open onOpenChange={setMarking} />}
      {asking !== null && (
        <Confirm
          open
          onOpenChange={(open) => {
            if (!open) setAsking(null);
          }}
          title={t(`ask.${asking}.title`, { number: row.dialogId })}
          description={t(`ask.${asking}.text`)}
          action={t(`ask.${asking}.action`)}
          onConfirm={() => {
            void (asking === 'close' ? acting.close(row) : acting.spam(row, asking === 'block')).then((outcome) => {
              if (outcome?.done === true) say('done', t('closed', { number: row.dialogId }));
            });
          }}
        />
      )}
    </div>
  );
}

/** A dialog that is offered: what it waits for, in place of the composer. */
function OfferBar({ view, onAccept, onDecline }: { view: DialogView; onAccept: () => void; onDecline: () => void }) {
  const t = useTranslations('dialog.offer');
  const { row } = view;
  return (
    <div className="flex shrink-0 flex-wrap items-center justify-between gap-x-4 gap-y-2 border-t border-edge bg-offer-soft px-4 py-3 sm:px-6">
      <div className="min-w-0">
        <p className="font-medium text-offer">
          {row.offeredTo.length > 1 ? t('toAll', { count: row.offeredTo.length - 1 }) : t('toYou')}
        </p>
        {row.offerUntil !== null && (
          <p className="text-sm text-ink-soft">
            {t.rich('goesOn', {
              left: () => <Countdown until={row.offerUntil ?? 0} className="font-medium text-ink" />,
            })}
          </p>
        )}
      </div>
      <div className="flex gap-2">
        <Button onClick={onDecline}>{t('decline')}</Button>
        <Button look="primary" onClick={onAccept}>
          {t('accept')}
        </Button>
      </div>
    </div>
  );
}

/** The holder who has a dialog in sight has seen what the client wrote. */
function useSeen({ row }: DialogView) {
  const me = useMe();
  const trpc = useTRPC();
  const cache = useQueryClient();
  const { mutate } = useMutation(trpc.dialogs.seen.mutationOptions());
  const [visible, setVisible] = useState(true);
  useEffect(() => {
    const look = () => setVisible(document.visibilityState === 'visible');
    look();
    document.addEventListener('visibilitychange', look);
    return () => document.removeEventListener('visibilitychange', look);
  }, []);
  const due = visible && row.unread > 0 && row.operator?.employeeId === me.employeeId;
  useEffect(() => {
    if (!due) return;
    mutate({ dialogId: row.dialogId, number: row.lastNumber });
    putRow(cache, trpc, me.employeeId, { ...row, unread: 0 });
  }, [cache, due, me.employeeId, mutate, row, trpc]);
}
