'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { ArrowRightLeft, Ban, CircleX, X } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useEffect, useRef, useState } from 'react';

import { mayAnywhere } from '@switchboard/domain/access';

import { useRefusalWords } from '../../rpc/acting.ts';
import { useTRPC, useTRPCClient } from '../../rpc/client.tsx';
import { useMe } from '../../rpc/me.ts';
import type { GroupAnswer, Refusal } from '../../rpc/shapes.ts';
import { Button } from '../../ui/button.tsx';
import { Modal } from '../../ui/modal.tsx';
import { say } from '../../ui/toast.tsx';
import { GroupTarget, type Target } from './group-target.tsx';
import { inPieces, together, type Outcome, type Progress } from './in-pieces.ts';
import { listInput, type Shown } from './shown.ts';

type What = 'close' | 'spam' | 'transfer';
type Props = {
  chosen: readonly number[];
  /** How many fit the filter, where that is more than are chosen. */
  matching: { dialogs: number; more: boolean } | undefined;
  shown: Shown;
  onChoose: (dialogIds: readonly number[]) => void;
};

/** What is done to the chosen dialogs at once. */
export function GroupBar({ chosen, matching, shown, onChoose }: Props) {
  const t = useTranslations('dialogs.group');
  const trpc = useTRPC();
  const cache = useQueryClient();
  const me = useMe();
  const [asked, setAsked] = useState<What | null>(null);
  const [running, setRunning] = useState(false);
  const all = useMutation({
    mutationFn: () => {
      const { limit: _limit, ...input } = listInput(shown);
      return cache.fetchQuery(trpc.dialogList.matching.queryOptions(input, { staleTime: 0, gcTime: 0 }));
    },
    onSuccess: ({ dialogIds, more }) => {
      onChoose(dialogIds);
      if (more) say('told', t('cut', { count: dialogIds.length }));
    },
    onError: () => say('refused', t('failed')),
  });
  if (chosen.length === 0) return null;
  const others = matching !== undefined && (matching.more || matching.dialogs > chosen.length);
  return (
    <div
      role="region"
      aria-label={t('label')}
      className="flex shrink-0 flex-wrap items-center gap-2 border-t border-edge bg-raised px-4 py-2 shadow-high sm:px-6"
    >
      <p role="status" className="mr-auto font-medium max-sm:-order-2">
        {t('chosen', { count: chosen.length })}
      </p>
      {others && chosen.length < 1_000 && (
        <Button look="link" busy={all.isPending} onClick={() => all.mutate()}>
          {matching.more ? t('chooseFirst') : t('chooseAll', { count: matching.dialogs })}
        </Button>
      )}
      {mayAnywhere(me, 'transfer') && (
        <Button onClick={() => setAsked('transfer')}>
          <ArrowRightLeft /> {t('transfer')}
        </Button>
      )}
      {mayAnywhere(me, 'finish') && (
        <>
          <Button onClick={() => setAsked('spam')}>
            <Ban /> {t('spam')}
          </Button>
          <Button onClick={() => setAsked('close')}>
            <CircleX /> {t('close')}
          </Button>
        </>
      )}
      <Button
        look="quiet"
        size="icon"
        aria-label={t('none')}
        title={t('none')}
        onClick={() => onChoose([])}
        className="max-sm:-order-1"
      >
        <X />
      </Button>
      <Modal
        open={asked !== null}
        // While it runs it is stopped, not closed: what was refused would be told to nobody.
        onOpenChange={(open) => !open && !running && setAsked(null)}
        title={asked === null ? '' : t(`ask.${asked}.title`, { count: chosen.length })}
        {...(asked === null ? {} : { description: t(`ask.${asked}.text`) })}
      >
        {asked !== null && (
          <Run
            what={asked}
            chosen={chosen}
            onRunning={setRunning}
            onDone={() => setAsked(null)}
            onLeft={(left) => onChoose(left)}
          />
        )}
      </Modal>
    </div>
  );
}

type Call = (piece: number[]) => Promise<GroupAnswer>;
type RunProps = {
  what: What;
  chosen: readonly number[];
  onRunning: (running: boolean) => void;
  onDone: () => void;
  onLeft: (dialogIds: readonly number[]) => void;
};

/** Asks once more, then does it piece by piece, and says what became of it. */
function Run({ what, chosen, onRunning, onDone, onLeft }: RunProps) {
  const t = useTranslations('dialogs.group');
  const common = useTranslations('common');
  const trpc = useTRPC();
  const api = useTRPCClient();
  const cache = useQueryClient();
  const me = useMe();
  const [block, setBlock] = useState(false);
  const [progress, setProgress] = useState<Progress | null>(null);
  const [outcome, setOutcome] = useState<Outcome | null>(null);
  const stop = useRef(false);
  const [call, setCall] = useState<Call | null>(null);
  // Tried again for those that got no answer, it is the same command: what had happened all the same happens no second time.
  const [commandId] = useState(() => crypto.randomUUID());
  useEffect(
    () => () => {
      stop.current = true;
      onRunning(false);
    },
    [onRunning],
  );

  const run = async (dialogIds: readonly number[], by: Call, before?: Outcome) => {
    stop.current = false;
    setCall(() => by);
    setOutcome(null);
    setProgress({ done: 0, of: dialogIds.length });
    onRunning(true);
    const became = together(before, await inPieces(dialogIds, by, setProgress, () => stop.current));
    onRunning(false);
    setProgress(null);
    void cache.invalidateQueries({ queryKey: trpc.dialogList.page.pathKey() });
    void cache.invalidateQueries({ queryKey: trpc.dialogList.count.pathKey() });
    if (became.refused.length === 0 && became.left.length === 0) {
      say('done', t('done', { count: became.done }));
      onLeft([]);
      onDone();
    } else setOutcome(became);
  };
  const close = (dialogIds: readonly number[]) =>
    run(dialogIds, (piece) =>
      api.dialogList.finish.mutate({
        commandId,
        dialogIds: piece,
        how: what === 'spam' ? 'spam' : 'closed',
        block: what === 'spam' && block,
      }),
    );
  const transfer = (dialogIds: readonly number[], to: Target) =>
    run(dialogIds, (piece) => api.dialogList.transfer.mutate({ commandId, dialogIds: piece, to }));

  if (progress !== null)
    return (
      <div className="flex flex-col gap-3">
        <p role="status">{t('progress', { done: progress.done, of: progress.of })}</p>
        <progress
          value={progress.done}
          max={progress.of}
          aria-label={t('label')}
          className="w-full accent-accent-fill"
        />
        <div>
          <Button onClick={() => (stop.current = true)}>{t('stop')}</Button>
        </div>
      </div>
    );
  if (outcome !== null)
    return (
      <Became
        outcome={outcome}
        onAgain={() => call !== null && void run(outcome.left, call, outcome)}
        onClose={() => {
          onLeft([...outcome.left, ...outcome.refused.flatMap(({ dialogIds }) => dialogIds)]);
          onDone();
        }}
      />
    );
  if (what === 'transfer') return <GroupTarget onChoose={(to) => void transfer(chosen, to)} />;
  return (
    <div className="flex flex-col gap-4">
      {what === 'spam' && mayAnywhere(me, 'block') && (
        <label className="flex items-center gap-2.5">
          <input
            type="checkbox"
            checked={block}
            onChange={(event) => setBlock(event.target.checked)}
            className="size-4 shrink-0 accent-accent-fill"
          />
          <span>{t('block')}</span>
        </label>
      )}
      <div className="flex flex-wrap justify-end gap-2">
        <Button onClick={onDone}>{common('cancel')}</Button>
        <Button look="danger" onClick={() => void close(chosen)}>
          {t(`ask.${what}.action`, { count: chosen.length })}
        </Button>
      </div>
    </div>
  );
}

type BecameProps = { outcome: Outcome; onAgain: () => void; onClose: () => void };

/** What was done, and what was not and why; what got no answer is tried again. */
function Became({ outcome: { done, refused, left }, onAgain, onClose }: BecameProps) {
  const t = useTranslations('dialogs.group');
  const common = useTranslations('common');
  const words = useRefusalWords();
  const why = (because: string): string =>
    because === 'unavailable'
      ? t('unavailable')
      : words({ refused: because as Refusal['refused'], by: null, because: null, dialogId: null });
  const numbers = (ids: readonly number[]) =>
    `${ids
      .slice(0, 10)
      .map((id) => `#${id}`)
      .join(', ')}${ids.length > 10 ? '…' : ''}`;
  return (
    <div className="flex flex-col gap-3">
      <p role="status">{t('done', { count: done })}</p>
      <ul className="flex flex-col gap-2">
        {refused.map(({ because, dialogIds }) => (
          <li key={because}>
            <p className="font-medium">{t('refused', { count: dialogIds.length, why: why(because) })}</p>
            <p className="text-sm text-ink-soft">{numbers(dialogIds)}</p>
          </li>
        ))}
        {left.length > 0 && (
          <li>
            <p className="font-medium">{t('left', { count: left.length })}</p>
            <p className="text-sm text-ink-soft">{numbers(left)}</p>
          </li>
        )}
      </ul>
      <div className="flex flex-wrap gap-2">
        {left.length > 0 && (
          <Button look="primary" onClick={onAgain}>
            {t('again', { count: left.length })}
          </Button>
        )}
        <Button {...(left.length > 0 ? {} : { look: 'primary' })} onClick={onClose}>
          {common('close')}
        </Button>
      </div>
    </div>
  );
}
