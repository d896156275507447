'use client';

import { zodResolver } from '@hookform/resolvers/zod';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
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
import { Input, Select } from '../../ui/input.tsx';
import { Modal } from '../../ui/modal.tsx';

const form = z.object({ name: lineName, like: z.string() });

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
  const plan = useTranslations('plan');
  const { data: lines = [] } = useQuery(trpc.lines.list.queryOptions({}));
  const create = useMutation(trpc.lines.create.mutationOptions());
  const { register, handleSubmit, formState, setError } = useForm<z.infer<typeof form>>({
    resolver: zodResolver(form),
    defaultValues: { name: '', like: '' },
  });
  const submit = handleSubmit(async (values) => {
    try {
      const made = await create.mutateAsync({ name: values.name, likeLineId: values.like === '' ? null : values.like });
      if (!made.created) {
        setError('name', { message: plan('full', { most: made.most ?? 0 }), type: 'plan' });
        return;
      }
      await cache.invalidateQueries({ queryKey: trpc.lines.list.pathKey() });
      onClose();
      router.push(`/lines/${made.lineId}/queue`);
    } catch (error) {
      setError('name', { message: fieldsOf(error)['name'] ?? 'failed' });
    }
  });
  const error = formState.errors.name;
  const problem =
    error?.type === 'plan' ? error.message : error?.message === 'failed' ? t('failed') : words(error?.message);
  return (
    <form onSubmit={(event) => void submit(event)} noValidate className="flex flex-col gap-4">
      <Field label={t('name')} error={problem}>
        {(control) => <Input {...control} {...register('name')} autoFocus autoComplete="off" />}
      </Field>
      {lines.length > 0 && (
        <Field label={t('new.like')}>
          {(control) => (
            <Select {...control} {...register('like')}>
              <option value="">{t('new.defaults')}</option>
              {lines.map((line) => (
                <option key={line.lineId} value={line.lineId}>
                  {t('new.likeLine', { line: line.name })}
                </option>
              ))}
            </Select>
          )}
        </Field>
      )}
      <div className="flex justify-end gap-2">
        <Button onClick={onClose}>{common('cancel')}</Button>
        <Button type="submit" look="primary" busy={create.isPending}>
          {t('new.submit')}
        </Button>
      </div>
    </form>
  );
}
