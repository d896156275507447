'use client';

import { zodResolver } from '@hookform/resolvers/zod';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { useForm } from 'react-hook-form';
import { z } from 'zod';

import { lineName } from '@switchboard/domain/line';

import { useTRPC } from '../../rpc/client.tsx';
import { fieldsOf } from '../../rpc/failure.ts';
import { Button } from '../../ui/button.tsx';
import { Field } from '../../ui/field.tsx';
import { useFieldWords } from '../../ui/field-words.ts';
import { Input } from '../../ui/input.tsx';
import { Modal } from '../../ui/modal.tsx';

const form = z.object({ name: lineName });

/** Makes a line by its name; everything else starts with the defaults. */
export function NewLine({ open, onOpenChange }: { open: boolean; onOpenChange: (open: boolean) => void }) {
  const t = useTranslations('lines');
  return (
    <Modal open={open} onOpenChange={onOpenChange} title={t('new.title')} description={t('new.text')}>
      <NewLineForm onClose={() => onOpenChange(false)} />
    </Modal>
  );
}

function NewLineForm({ onClose }: { onClose: () => void }) {
  const t = useTranslations('lines');
  const common = useTranslations('common');
  const words = useFieldWords();
  const trpc = useTRPC();
  const cache = useQueryClient();
  const router = useRouter();
  const create = useMutation(trpc.lines.create.mutationOptions());
  const { register, handleSubmit, formState, setError } = useForm<z.infer<typeof form>>({
    resolver: zodResolver(form),
    defaultValues: { name: '' },
  });
  const submit = handleSubmit(async (values) => {
    try {
      const { lineId } = await create.mutateAsync(values);
      await cache.invalidateQueries({ queryKey: trpc.lines.list.pathKey() });
      onClose();
      router.push(`/lines/${lineId}/queue`);
    } catch (error) {
      setError('name', { message: fieldsOf(error)['name'] ?? 'failed' });
    }
  });
  const problem = formState.errors.name?.message;
  return (
    <form onSubmit={(event) => void submit(event)} noValidate className="flex flex-col gap-4">
      <Field label={t('name')} hint={t('new.hint')} error={problem === 'failed' ? t('failed') : words(problem)}>
        {(control) => <Input {...control} {...register('name')} autoFocus autoComplete="off" />}
      </Field>
      <div className="flex justify-end gap-2">
        <Button onClick={onClose}>{common('cancel')}</Button>
        <Button type="submit" look="primary" busy={create.isPending}>
          {t('new.submit')}
        </Button>
      </div>
    </form>
  );
}
