'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';

import type { ReplyWords } from '@switchboard/domain/quick-replies';

import { useTRPC } from '../../rpc/client.tsx';
import { fieldsOf } from '../../rpc/failure.ts';
import type { QuickReply, QuickReplyListView } from '../../rpc/shapes.ts';
import { useFieldWords } from '../../ui/field-words.ts';
import { say } from '../../ui/toast.tsx';
import { withReplyAt, withSectionAt, type Place } from './arrange.ts';

/** What can be done with lists, sections and replies; each act shows at once where it can, and says what became of it. */
export function useQuickReplies() {
  const t = useTranslations('quickReplies');
  const common = useTranslations('common');
  const words = useFieldWords();
  const trpc = useTRPC();
  const cache = useQueryClient();
  const { quickReplies: calls } = trpc;
  const { mutateAsync: createListCall } = useMutation(calls.createList.mutationOptions());
  const { mutateAsync: renameListCall } = useMutation(calls.renameList.mutationOptions());
  const { mutateAsync: removeListCall } = useMutation(calls.removeList.mutationOptions());
  const { mutateAsync: restoreListCall } = useMutation(calls.restoreList.mutationOptions());
  const { mutateAsync: createSectionCall } = useMutation(calls.createSection.mutationOptions());
  const { mutateAsync: renameSectionCall } = useMutation(calls.renameSection.mutationOptions());
  const { mutateAsync: moveSectionCall } = useMutation(calls.moveSection.mutationOptions());
  const { mutateAsync: removeSectionCall } = useMutation(calls.removeSection.mutationOptions());
  const { mutateAsync: restoreSectionCall } = useMutation(calls.restoreSection.mutationOptions());
  const { mutateAsync: addCall } = useMutation(calls.add.mutationOptions());
  const { mutateAsync: saveCall } = useMutation(calls.save.mutationOptions());
  const { mutateAsync: moveCall } = useMutation(calls.move.mutationOptions());
  const { mutateAsync: removeCall } = useMutation(calls.remove.mutationOptions());
  const { mutateAsync: restoreCall } = useMutation(calls.restore.mutationOptions());

  const reread = () => cache.invalidateQueries({ queryKey: calls.pathKey() });
  const keyOf = (listId: string) => calls.get.queryKey({ listId });
  const patch = (listId: string, change: (list: QuickReplyListView) => QuickReplyListView) =>
    cache.setQueryData(keyOf(listId), (list) => (list ? change(list) : list));
  const undo = (act: () => Promise<unknown>) => ({ label: common('undo'), onClick: () => void act() });

  /** Acts and reads anew; where it failed it says so and answers null. */
  async function attempt<T>(act: () => Promise<T>): Promise<T | null> {
    try {
      return await act();
    } catch (error) {
      const [problem] = Object.values(fieldsOf(error));
      say('refused', words(problem) ?? t('failed'));
      return null;
    } finally {
      void reread();
    }
  }
  /** Brings something back that was removed. */
  async function bringBack(
    act: () => Promise<{ restored: true } | { restored: false; because: 'too-many' | 'name-taken' }>,
  ): Promise<void> {
    const answer = await attempt(act);
    if (answer !== null && !answer.restored) say('refused', t(`refused.${answer.because}`));
  }

  return {
    /** Names are typed in a window: what is wrong with one is thrown, to be shown at its field. */
    createList: async (name: string): Promise<string | null> => {
      const answer = await createListCall({ name });
      await reread();
      if (answer.created) return answer.listId;
      say('refused', t('refused.too-many'));
      return null;
    },
    renameList: async (listId: string, name: string): Promise<void> => {
      await renameListCall({ listId, name });
      await reread();
    },
    removeList: async ({ listId, name }: { listId: string; name: string }): Promise<boolean> => {
      const answer = await attempt(() => removeListCall({ listId }));
      if (answer === null) return false;
      say(
        'done',
        t('listRemoved', { name }),
        undo(() => bringBack(() => restoreListCall({ listId }))),
      );
      return true;
    },
    createSection: async (listId: string, name: string): Promise<void> => {
      const answer = await createSectionCall({ listId, name });
      await reread();
      if (!answer.created) say('refused', t('refused.too-many'));
    },
    renameSection: async (sectionId: string, name: string): Promise<void> => {
      await renameSectionCall({ sectionId, name });
      await reread();
    },
    moveSection: async (listId: string, sectionId: string, beforeSectionId: string | null): Promise<void> => {
      patch(listId, (list) => withSectionAt(list, sectionId, beforeSectionId));
      await attempt(() => moveSectionCall({ sectionId, beforeSectionId }));
    },
    removeSection: async (
      { sectionId, name }: { sectionId: string; name: string },
      replies: 'remove' | 'move',
      toSectionId: string | null,
    ): Promise<void> => {
      const answer = await attempt(() => removeSectionCall({ sectionId, replies, toSectionId }));
      if (answer === null) return;
      const back = () => bringBack(() => restoreSectionCall({ sectionId, replyIds: answer.movedIds }));
      say('done', t('sectionRemoved', { name }), undo(back));
    },
    /** What is wrong with a reply is thrown, to be shown at its fields. */
    add: async (listId: string, sectionId: string | null, typed: ReplyWords): Promise<QuickReply | null> => {
      const answer = await addCall({ listId, sectionId, ...typed });
      if (!answer.added) {
        say('refused', t('full'));
        return null;
      }
      patch(listId, (list) => ({ ...list, replies: [...list.replies, answer.reply] }));
      void reread();
      return answer.reply;
    },
    save: async (reply: { replyId: string; version: number }, sectionId: string | null, typed: ReplyWords) => {
      const answer = await saveCall({ ...reply, sectionId, ...typed });
      const now = answer.saved ? answer.reply : answer.now;
      patch(now.listId, (list) => ({
        ...list,
        replies: list.replies.map((one) => (one.replyId === now.replyId ? now : one)),
      }));
      void reread();
      return answer;
    },
    move: async (listId: string, replyId: string, place: Place): Promise<void> => {
      patch(listId, (list) => withReplyAt(list, replyId, place));
      await attempt(() => moveCall({ replyId, ...place }));
    },
    remove: async ({ replyId, listId, name }: QuickReply): Promise<void> => {
      patch(listId, (list) => ({ ...list, replies: list.replies.filter((one) => one.replyId !== replyId) }));
      const answer = await attempt(() => removeCall({ replyId }));
      if (answer !== null)
        say(
          'done',
          t('replyRemoved', { name }),
          undo(() => bringBack(() => restoreCall({ replyId }))),
        );
    },
    reread,
  };
}

export type QuickRepliesActs = ReturnType<typeof useQuickReplies>;
