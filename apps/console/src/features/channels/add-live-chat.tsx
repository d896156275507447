'use client';

import { zodResolver } from '@hookform/resolvers/zod';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { useForm } from 'react-hook-form';
import { z } from 'zod';

import { useTRPC } from '../../rpc/client.tsx';
import { codeOf, fieldsOf } from '../../rpc/failure.ts';
import type { ChannelRow } from '../../rpc/shapes.ts';
import { Button } from '../../ui/button.tsx';
import { Field } from '../../ui/field.tsx';
import { useFieldWords } from '../../ui/field-words.ts';
import { Input } from '../../ui/input.tsx';

const form = z.object({ name: z.string().trim().min(1, 'channel.name.empty').max(100, 'channel.name.long') });

type Props = {
  /** Gives the line the chat will feed; may make it first. Null: it could not be had, and the form says nothing more. */
  line: () => Promise<string | null>;
  suggestion: string;
  onAdded: (channel: ChannelRow) => void;
};

/** A live chat needs only a name. */
export function AddLiveChat({ line, suggestion, onAdded }: Props) {
  const t = useTranslations('channels');
  const words = useFieldWords();
  const trpc = useTRPC();
  const cache = useQueryClient();
  const add = useMutation(trpc.channels.addLiveChat.mutationOptions());
  const [problem, setProblem] = useState<string | null>(null);
  const { register, handleSubmit, formState, setError } = useForm<z.infer<typeof form>>({
    resolver: zodResolver(form),
    defaultValues: { name: suggestion },
  });
  const submit = handleSubmit(async ({ name }) => {
    setProblem(null);
    const lineId = await line();
    if (lineId === null) return;
    try {
      const channel = await add.mutateAsync({ lineId, name });
      void cache.invalidateQueries({ queryKey: trpc.channels.pathKey() });
      void cache.invalidateQueries({ queryKey: trpc.lines.pathKey() });
      onAdded(channel);
    } catch (error) {
      const message = fieldsOf(error)['name'];
      if (message !== undefined) setError('name', { message });
      else setProblem(codeOf(error) === 'FORBIDDEN' ? t('forbidden') : t('failed'));
    }
  });
  return (
    <form onSubmit={(event) => void submit(event)} noValidate className="flex flex-col gap-4">
      <Field
        label={t('liveChat.name')}
        hint={t('liveChat.nameHint')}
        error={words(formState.errors.name?.message) ?? problem ?? undefined}
      >
        {(control) => <Input {...control} {...register('name')} autoComplete="off" />}
      </Field>
      <div className="flex justify-end">
        <Button type="submit" look="primary" busy={add.isPending}>
          {t('liveChat.submit')}
        </Button>
      </div>
    </form>
  );
}
