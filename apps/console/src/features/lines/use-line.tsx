'use client';

import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { createContext, use, useEffect, useMemo, useRef, useState, useSyncExternalStore, type ReactNode } from 'react';

import {
  cardOf,
  valueAt,
  type LineCard,
  type LineChanges,
  type LinePath,
  type LineSettings,
} from '@switchboard/domain/line';

import { useTRPC } from '../../rpc/client.tsx';
import { codeOf, fieldsOf } from '../../rpc/failure.ts';
import type { LineView } from '../../rpc/shapes.ts';
import { Failed } from '../../ui/failed.tsx';
import { say } from '../../ui/toast.tsx';
import {
  afterSave,
  changeDraft,
  drafted,
  draftOf,
  isDirty,
  refusedAt,
  takenBack,
  typed,
  watchDrafts,
  type InForce,
  type LineDraft,
} from './line-draft.ts';

type LineEditing = {
  line: LineView;
  inForce: InForce;
  /** What is typed and not saved. */
  typed: LineDraft;
  /** The settings with what is typed. */
  draft: LineSettings;
  readOnly: boolean;
  set: (path: LinePath, value: unknown) => void;
  /** Saves one switch at once and offers to undo it; where it cannot be saved alone it stays as typed. */
  saveNow: (path: LinePath, value: unknown, undoes?: boolean) => Promise<void>;
  save: (card: LineCard) => Promise<void>;
  /** Gives up what was typed into these settings. */
  takeBack: (paths: readonly LinePath[]) => void;
  /** The card that is being saved. */
  saving: LineCard | null;
};

const Editing = createContext<LineEditing | null>(null);

/** The line that this page changes. */
export function useLine(): LineEditing {
  const editing = use(Editing);
  if (editing === null) throw new Error('No line is being edited here');
  return editing;
}

/** Lets the cards below read and change the settings of a line; shows `waiting` until they are there. */
export function EditedLine({ lineId, waiting, children }: { lineId: string; waiting: ReactNode; children: ReactNode }) {
  const trpc = useTRPC();
  const {
    data: line,
    isError,
    refetch,
  } = useQuery(trpc.lines.get.queryOptions({ lineId }, { placeholderData: keepPreviousData }));
  if (line === undefined || line.lineId !== lineId)
    return isError ? <Failed onRetry={() => void refetch()} /> : waiting;
  return <Provided line={line}>{children}</Provided>;
}

const noDrafts: LineDraft = {};

function Provided({ line, children }: { line: LineView; children: ReactNode }) {
  const t = useTranslations('lineTabs');
  const common = useTranslations('common');
  const trpc = useTRPC();
  const cache = useQueryClient();
  const { mutateAsync } = useMutation(trpc.lines.save.mutationOptions());
  const [saving, setSaving] = useState<LineCard | null>(null);
  const { lineId } = line;
  const own = useSyncExternalStore(
    watchDrafts,
    () => draftOf(lineId),
    () => noDrafts,
  );
  const dirty = isDirty(own);
  const latest = useRef<LineEditing | null>(null);
  const queue = useRef(Promise.resolve());

  useEffect(() => {
    if (!dirty) return;
    const warn = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener('beforeunload', warn);
    return () => window.removeEventListener('beforeunload', warn);
  }, [dirty]);

  const editing = useMemo((): LineEditing => {
    const inForce = { version: line.version, settings: line.settings };
    const key = trpc.lines.get.queryKey({ lineId });
    const put = ({ version, settings }: InForce) => {
      cache.setQueryData(key, (now) =>
        now === undefined || now.version > version
          ? now
          : { ...now, version, settings: settings as LineView['settings'] },
      );
    };
    const refuse = (card: LineCard, sent: LineChanges, error: unknown) => {
      const fields = fieldsOf(error);
      if (Object.keys(fields).length > 0) changeDraft(lineId, (draft) => refusedAt(draft, card, sent, fields));
      else say('refused', codeOf(error) === 'FORBIDDEN' ? t('forbidden') : t('failed'));
    };
    const told = () => {
      void cache.invalidateQueries({ queryKey: trpc.lines.list.pathKey() });
      void cache.invalidateQueries({ queryKey: trpc.lines.crew.pathKey() });
    };
    const saveNow = (path: LinePath, value: unknown, undoes = false): Promise<void> => {
      changeDraft(lineId, (draft) => typed(draft, inForce, path, value));
      // One after the other: a switch that is turned back at once is saved over its own first save.
      queue.current = queue.current.then(() => saveOne(path, value, undoes));
      return queue.current;
    };
    const saveOne = async (path: LinePath, value: unknown, undoes: boolean): Promise<void> => {
      const card = cardOf(path);
      const now: InForce = cache.getQueryData(key) ?? inForce;
      const former = valueAt(now.settings, path);
      changeDraft(lineId, (draft) => typed(draft, now, path, value));
      const changes = { [path]: value };
      try {
        const answer = await mutateAsync({ lineId, version: now.version, changes });
        put(answer);
        if (!answer.saved) return;
        changeDraft(lineId, (draft) => afterSave(draft, card, changes, answer));
        told();
        say(
          'done',
          t('savedWhat', { what: t(`name.${path}`) }),
          // An undo that is pressed later starts from what is in force by then.
          undoes
            ? undefined
            : { label: common('undo'), onClick: () => void latest.current?.saveNow(path, former, true) },
        );
      } catch (error) {
        refuse(card, changes, error);
        if (Object.keys(fieldsOf(error)).length === 0) changeDraft(lineId, (draft) => takenBack(draft, [path]));
      }
    };
    return {
      line,
      inForce,
      typed: own,
      draft: drafted(own, line.settings),
      readOnly: !line.mayEdit,
      set: (path, value) => changeDraft(lineId, (draft) => typed(draft, inForce, path, value)),
      saveNow,
      takeBack: (paths) => changeDraft(lineId, (draft) => takenBack(draft, paths)),
      save: async (card) => {
        const now = draftOf(lineId)[card];
        if (now === undefined) return;
        setSaving(card);
        try {
          const answer = await mutateAsync({ lineId, version: now.version, changes: now.changes as LineChanges });
          put(answer);
          if (answer.saved) {
            changeDraft(lineId, (draft) => afterSave(draft, card, now.changes, answer));
            told();
            say('done', t('saved'));
          }
        } catch (error) {
          refuse(card, now.changes, error);
        } finally {
          setSaving(null);
        }
      },
      saving,
    };
  }, [cache, common, line, lineId, mutateAsync, own, saving, t, trpc]);

  useEffect(() => {
    latest.current = editing;
  }, [editing]);

  return <Editing value={editing}>{children}</Editing>;
}
