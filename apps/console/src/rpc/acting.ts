'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useMemo } from 'react';

import { openHere } from '../ui/open-dialog.ts';
import { say } from '../ui/toast.tsx';
import { useTRPC, useTRPCClient } from './client.tsx';
import { dropPending, firstPendingNumber, putMessages, putRow, rowIn, type ShownMessage } from './dialog-cache.ts';
import { codeOf, unanswered } from './failure.ts';
import { useMe } from './me.ts';
import type { Allowed, DialogRow, MessageRow, Outcome, Refusal, TransferTarget } from './shapes.ts';

type Act = {
  dialogId: number;
  call: (commandId: string) => Promise<Outcome>;
  /** The dialog as it will stand if all goes well; shown at once. */
  hoped?: (row: DialogRow) => DialogRow;
  allowed?: Partial<Allowed>;
  commandId: string;
};

const nothingMore: Partial<Allowed> = {
  finish: false,
  reply: false,
  transfer: false,
  close: false,
  takeOver: false,
  join: false,
  spam: false,
  block: false,
};

function closed(row: DialogRow, because: NonNullable<DialogRow['closeReason']>): DialogRow {
  return {
    ...row,
    state: 'closed',
    closedAt: Date.now(),
    closeReason: because,
    offerUntil: null,
    offeredTo: [],
    overdue: false,
    finishedAt: null,
  };
}

let pendingNumber = firstPendingNumber;

/**
 * The calls that act on a dialog. The screen changes at once; when the API turns a call down it changes back
 * and says why, with who was faster. Each promise gives what became of the call, or null where it never got through.
 */
export function useActing() {
  const trpc = useTRPC();
  const api = useTRPCClient();
  const cache = useQueryClient();
  const me = useMe();
  const words = useRefusalWords();
  const t = useTranslations('acting');

  const { mutateAsync } = useMutation({
    mutationFn: (act: Act) => act.call(act.commandId),
    onMutate: (act) => {
      const before = rowIn(cache, trpc, act.dialogId);
      const viewKey = trpc.dialogs.get.queryKey({ dialogId: act.dialogId });
      const view = cache.getQueryData(viewKey);
      if (before !== undefined && act.hoped !== undefined) putRow(cache, trpc, me.employeeId, act.hoped(before));
      if (act.allowed !== undefined) {
        const allowed = act.allowed;
        cache.setQueryData(viewKey, (now) =>
          now === undefined ? now : { ...now, allowed: { ...now.allowed, ...allowed } },
        );
      }
      return { before, view };
    },
    onSuccess: (outcome, act, context) => {
      if (outcome.done) {
        putRow(cache, trpc, me.employeeId, outcome.row);
        if (outcome.message !== null) putMessages(cache, outcome.message.chatId, [outcome.message]);
      } else {
        const row = outcome.row ?? context.before;
        if (row !== undefined) putRow(cache, trpc, me.employeeId, row);
        const { refused, dialogId } = outcome.refusal;
        if (refused !== 'unavailable')
          say(
            'refused',
            words(outcome.refusal),
            dialogId === null
              ? undefined
              : { label: t('openIt', { number: dialogId }), onClick: () => openHere(placeOf(dialogId)) },
          );
      }
      void cache.invalidateQueries({ queryKey: trpc.dialogs.get.queryKey({ dialogId: act.dialogId }) });
      void cache.invalidateQueries({ queryKey: trpc.dialogs.history.queryKey({ dialogId: act.dialogId }) });
      void cache.invalidateQueries({ queryKey: trpc.inbox.counts.pathKey() });
    },
    onError: (error, act, context) => {
      if (context?.before !== undefined) putRow(cache, trpc, me.employeeId, context.before);
      if (context?.view !== undefined)
        cache.setQueryData(trpc.dialogs.get.queryKey({ dialogId: act.dialogId }), context.view);
      void cache.invalidateQueries({ queryKey: trpc.dialogs.get.queryKey({ dialogId: act.dialogId }) });
      if (codeOf(error) !== 'UNAUTHORIZED')
        say(
          'refused',
          unanswered(error) ? t('unreachable') : codeOf(error) === 'TOO_MANY_REQUESTS' ? t('tooMany') : t('failed'),
        );
    },
  });

  return useMemo(() => {
    const act = (what: Omit<Act, 'commandId'>, commandId: string = crypto.randomUUID()) =>
      mutateAsync({ ...what, commandId }).catch(() => null);
    const self = { employeeId: me.employeeId, name: me.name, surname: me.surname, photo: me.photo };

    const send = async (row: DialogRow, text: string, messageId: string): Promise<Outcome | null> => {
      const message: ShownMessage = {
        chatId: row.chatId,
        number: pendingNumber++,
        messageId,
        dialogId: row.dialogId,
        from: 'operator',
        operator: self,
        kind: 'text',
        text,
        unsupported: null,
        at: Date.now(),
        editedAt: null,
        formerText: null,
        delivery: 'queued',
        problem: null,
        undecided: false,
        said: null,
        pending: 'sending',
      };
      putMessages(cache, row.chatId, [message]);
      const outcome = await act(
        {
          dialogId: row.dialogId,
          call: (commandId) => api.dialogs.reply.mutate({ commandId, dialogId: row.dialogId, text }),
        },
        messageId,
      );
      if (outcome === null) putMessages(cache, row.chatId, [{ ...message, pending: 'unsent' }]);
      else if (!outcome.done) dropPending(cache, row.chatId, messageId);
      return outcome;
    };

    return {
      accept: (row: DialogRow) =>
        act({
          dialogId: row.dialogId,
          call: (commandId) => api.dialogs.accept.mutate({ commandId, dialogId: row.dialogId }),
          hoped: (now) => ({
            ...now,
            state: 'accepted',
            operator: self,
            offeredTo: [],
            offerUntil: null,
            acceptedAt: Date.now(),
          }),
          allowed: { accept: false, decline: false, reply: true },
        }),
      decline: (row: DialogRow) =>
        act({
          dialogId: row.dialogId,
          call: (commandId) => api.dialogs.decline.mutate({ commandId, dialogId: row.dialogId }),
          hoped: (now) => ({ ...now, offeredTo: now.offeredTo.filter((id) => id !== me.employeeId), offerUntil: null }),
          allowed: { decline: false },
        }),
      /** The first time it is finishing, if anything is still to be said or heard; the second closes it. */
      finish: (row: DialogRow) =>
        act({
          dialogId: row.dialogId,
          call: (commandId) => api.dialogs.finish.mutate({ commandId, dialogId: row.dialogId }),
          hoped: (now) =>
            now.state === 'finishing'
              ? closed(now, 'finished')
              : { ...now, state: 'finishing', finishedAt: Date.now(), overdue: false },
          allowed: { finish: false, transfer: false, close: false },
        }),
      resume: (row: DialogRow) =>
        act({
          dialogId: row.dialogId,
          call: (commandId) => api.dialogs.resume.mutate({ commandId, dialogId: row.dialogId }),
          hoped: (now) => ({ ...now, state: 'answered', finishedAt: null }),
          allowed: { resume: false },
        }),
      close: (row: DialogRow) =>
        act({
          dialogId: row.dialogId,
          call: (commandId) => api.dialogs.close.mutate({ commandId, dialogId: row.dialogId }),
          hoped: (now) => closed(now, 'forced'),
          allowed: nothingMore,
        }),
      spam: (row: DialogRow, block: boolean) =>
        act({
          dialogId: row.dialogId,
          call: (commandId) => api.dialogs.spam.mutate({ commandId, dialogId: row.dialogId, block }),
          hoped: (now) => closed(now, 'spam'),
          allowed: nothingMore,
        }),
      takeOver: (row: DialogRow) =>
        act({
          dialogId: row.dialogId,
          call: (commandId) => api.dialogs.takeOver.mutate({ commandId, dialogId: row.dialogId }),
          hoped: (now) => ({
            ...now,
            state: now.firstAnswerAt === null ? 'accepted' : now.unansweredSince === null ? 'answered' : 'client-wrote',
            operator: self,
            offeredTo: [],
            offerUntil: null,
            pinned: false,
            joined: now.joined.filter((id) => id !== me.employeeId),
            finishedAt: null,
          }),
          allowed: { takeOver: false, join: false, accept: false, reply: true },
        }),
      join: (row: DialogRow) =>
        act({
          dialogId: row.dialogId,
          call: (commandId) => api.dialogs.join.mutate({ commandId, dialogId: row.dialogId }),
          hoped: (now) => ({ ...now, joined: [...now.joined.filter((id) => id !== me.employeeId), me.employeeId] }),
          allowed: { join: false, leave: true },
        }),
      leave: (row: DialogRow) =>
        act({
          dialogId: row.dialogId,
          call: (commandId) => api.dialogs.leave.mutate({ commandId, dialogId: row.dialogId }),
          hoped: (now) => ({ ...now, joined: now.joined.filter((id) => id !== me.employeeId) }),
          allowed: { leave: false, reply: false },
        }),
      pin: (row: DialogRow, pinned: boolean) =>
        act({
          dialogId: row.dialogId,
          call: (commandId) => api.dialogs.pin.mutate({ commandId, dialogId: row.dialogId, pinned }),
          hoped: (now) => ({ ...now, pinned }),
          allowed: { pin: !pinned, unpin: pinned },
        }),
      mark: (row: DialogRow, stars: number, comment: string) =>
        act({
          dialogId: row.dialogId,
          call: (commandId) => api.dialogs.mark.mutate({ commandId, dialogId: row.dialogId, stars, comment }),
          hoped: (now) => ({ ...now, stars }),
        }),
      /** Opens another dialog in the chat of this one; what it answers is about the new one. */
      writeFirst: (row: DialogRow, text: string) =>
        act({
          dialogId: row.dialogId,
          call: (commandId) => api.dialogs.writeFirst.mutate({ commandId, dialogId: row.dialogId, text }),
        }),
      transfer: (row: DialogRow, to: TransferTarget, commandId: string) =>
        act(
          {
            dialogId: row.dialogId,
            call: (id) => api.dialogs.transfer.mutate({ commandId: id, dialogId: row.dialogId, to }),
          },
          commandId,
        ),
      reply: (row: DialogRow, text: string) => send(row, text, crypto.randomUUID()),
      /** A message that never reached the API, once more; its id is the same, so it is stored once. */
      sendAgain: (row: DialogRow, message: ShownMessage) => {
        dropPending(cache, row.chatId, message.messageId);
        return send(row, message.text, message.messageId);
      },
      /** A message the provider did not take, once more. */
      retry: (row: DialogRow, message: MessageRow) => {
        putMessages(cache, row.chatId, [{ ...message, delivery: 'queued', problem: null }]);
        return act({
          dialogId: row.dialogId,
          call: (commandId) => api.dialogs.retry.mutate({ commandId, chatId: message.chatId, number: message.number }),
        }).then((outcome) => {
          if (outcome === null || !outcome.done) putMessages(cache, row.chatId, [message]);
          return outcome;
        });
      },
    };
  }, [api, cache, me, mutateAsync]);
}

/** The address of another dialog on the page that is open. */
function placeOf(dialogId: number): string {
  return `${window.location.pathname.startsWith('/dialogs') ? '/dialogs' : '/inbox'}/${dialogId}`;
}

export type Acting = ReturnType<typeof useActing>;

/** Why a call was turned down, in words. */
export function useRefusalWords(): (refusal: Refusal) => string {
  const t = useTranslations('refusals');
  return (refusal) => {
    const by = refusal.by === null ? null : `${refusal.by.name} ${refusal.by.surname}`.trim();
    if (refusal.refused === 'has-open-dialog') return t('has-open-dialog', { number: refusal.dialogId ?? 0 });
    if (refusal.refused === 'unavailable') return t(`unavailable.${refusal.because ?? 'offline'}`, { by: by ?? '' });
    if (
      (refusal.refused === 'taken' ||
        refusal.refused === 'not-yours' ||
        refusal.refused === 'dismissed' ||
        refusal.refused === 'too-many-open') &&
      by !== null
    ) {
      return t(`${refusal.refused}.by`, { by });
    }
    if (
      refusal.refused === 'taken' ||
      refusal.refused === 'not-yours' ||
      refusal.refused === 'dismissed' ||
      refusal.refused === 'too-many-open'
    ) {
      return t(`${refusal.refused}.nobody`);
    }
    return t(refusal.refused);
  };
}
