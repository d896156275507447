'use client';

import { zodResolver } from '@hookform/resolvers/zod';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { useForm } from 'react-hook-form';

import { may } from '@switchboard/domain/access';
import { replyWords, suggestedName, type ReplyWords } from '@switchboard/domain/quick-replies';

import { useTRPC } from '../../rpc/client.tsx';
import { fieldsOf } from '../../rpc/failure.ts';
import { useMe } from '../../rpc/me.ts';
import { Button } from '../../ui/button.tsx';
import { Failed } from '../../ui/failed.tsx';
import { useFieldWords } from '../../ui/field-words.ts';
import { Field } from '../../ui/field.tsx';
import { Input, Select, Textarea } from '../../ui/input.tsx';
import { Modal } from '../../ui/modal.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { say } from '../../ui/toast.tsx';

type Props = { lineId: string; text: string; onClose: () => void };

/** A text that was written once becomes a reply: where it goes, what it is called. */
export function SaveQuickReply({ lineId, text, onClose }: Props) {
  const t = useTranslations('replyPicker.save');
  const trpc = useTRPC();
  const lists = useQuery(trpc.quickReplies.lists.queryOptions({}));
  const line = useQuery(trpc.quickReplies.ofLine.queryOptions({ lineId }));
  const ready = lists.data !== undefined && line.data !== undefined;
  const me = useMe();
  return (
    <Modal open onOpenChange={(open) => !open && onClose()} title={t('title')} className="max-w-lg">
      {!ready ? (
        lists.isError || line.isError ? (
          <Failed
            onRetry={() => {
              void lists.refetch();
              void line.refetch();
            }}
          />
        ) : (
          <Skeleton className="h-64 w-full" />
        )
      ) : lists.data.length === 0 ? (
        <div className="flex flex-col items-start gap-3">
          <p className="text-pretty text-ink-soft">{t('noLists')}</p>
          {may(me, 'quickReplies', { author: null }) ? (
            <Button asChild>
              <Link href="/quick-replies">{t('makeList')}</Link>
            </Button>
          ) : (
            <p className="text-ink-soft">{t('ask')}</p>
          )}
        </div>
      ) : (
        <SaveForm
          lists={lists.data}
          first={line.data?.list?.listId ?? lists.data[0]?.listId ?? ''}
          text={text}
          onClose={onClose}
        />
      )}
    </Modal>
  );
}

function SaveForm({
  lists,
  first,
  text,
  onClose,
}: {
  lists: { listId: string; name: string }[];
  first: string;
  text: string;
  onClose: () => void;
}) {
  const t = useTranslations('replyPicker.save');
  const common = useTranslations('common');
  const words = useFieldWords();
  const trpc = useTRPC();
  const cache = useQueryClient();
  const { mutateAsync: add } = useMutation(trpc.quickReplies.add.mutationOptions());
  const { mutateAsync: remove } = useMutation(trpc.quickReplies.remove.mutationOptions());
  const [listId, setListId] = useState(first);
  const [sectionId, setSectionId] = useState('');
  const { data: list } = useQuery(trpc.quickReplies.get.queryOptions({ listId }));
  const form = useForm<ReplyWords>({
    resolver: zodResolver(replyWords),
    defaultValues: { name: suggestedName(text), text: text.trim() },
  });
  const { errors, isSubmitting } = form.formState;
  const [problem, setProblem] = useState<string>();
  const reread = () => void cache.invalidateQueries({ queryKey: trpc.quickReplies.pathKey() });

  const submit = form.handleSubmit(async (typed) => {
    setProblem(undefined);
    try {
      const answer = await add({ listId, sectionId: sectionId === '' ? null : sectionId, ...typed });
      if (!answer.added) {
        say('refused', t('full'));
        return;
      }
      const { replyId } = answer.reply;
      onClose();
      reread();
      say('done', t('saved', { name: answer.reply.name }), {
        label: common('undo'),
        onClick: () => void remove({ replyId }).then(reread, () => say('refused', t('failed'))),
      });
    } catch (error) {
      const { sectionId: section, ...others } = fieldsOf(error);
      setProblem(section);
      for (const [path, message] of Object.entries(others)) form.setError(path as 'name', { message });
      if (section === undefined && Object.keys(others).length === 0) say('refused', t('failed'));
    }
  });

  return (
    <form onSubmit={(event) => void submit(event)} noValidate className="flex flex-col gap-4">
      <div className="grid gap-4 sm:grid-cols-2">
        <Field label={t('list')}>
          {(control) => (
            <Select
              {...control}
              value={listId}
              onChange={(event) => {
                setListId(event.target.value);
                setSectionId('');
              }}
            >
              {lists.map((one) => (
                <option key={one.listId} value={one.listId}>
                  {one.name}
                </option>
              ))}
            </Select>
          )}
        </Field>
        <Field label={t('section')} error={words(problem)}>
          {(control) => (
            <Select {...control} value={sectionId} onChange={(event) => setSectionId(event.target.value)}>
              <option value="">{t('noSection')}</option>
              {list?.sections.map((section) => (
                <option key={section.sectionId} value={section.sectionId}>
                  {section.name}
                </option>
              ))}
            </Select>
          )}
        </Field>
      </div>
      <Field label={t('name')} hint={t('nameHint')} error={words(errors.name?.message)}>
        {(control) => <Input {...control} {...form.register('name')} autoComplete="off" />}
      </Field>
      <Field label={t('text')} error={words(errors.text?.message)}>
        {(control) => <Textarea {...control} {...form.register('text')} rows={5} dir="auto" />}
      </Field>
      <div className="flex flex-wrap justify-end gap-2">
        <Button onClick={onClose}>{common('cancel')}</Button>
        <Button type="submit" look="primary" busy={isSubmitting}>
          {t('action')}
        </Button>
      </div>
    </form>
  );
}
