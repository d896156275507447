'use client';

import { zodResolver } from '@hookform/resolvers/zod';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useForm } from 'react-hook-form';
import { z } from 'zod';

import { useTRPC } from '../../rpc/client.tsx';
import { fieldsOf } from '../../rpc/failure.ts';
import { Button } from '../../ui/button.tsx';
import { Field } from '../../ui/field.tsx';
import { useFieldWords } from '../../ui/field-words.ts';
import { Textarea } from '../../ui/input.tsx';
import { Modal } from '../../ui/modal.tsx';
import { say } from '../../ui/toast.tsx';

const form = z.object({
  reason: z.string().trim().min(1, 'consents.reason.empty').max(500, 'consents.reason.long'),
});
type Values = z.infer<typeof form>;
type Props = { open: boolean; onOpenChange: (open: boolean) => void; clientId: string; agreementId: string };

/** Withdraws a consent for a client who asked for it elsewhere, and says why. */
export function Withdraw({ open, onOpenChange, ...of }: Props) {
  const t = useTranslations('consents.withdraw');
  return (
    <Modal open={open} onOpenChange={onOpenChange} title={t('title')} description={t('text')}>
      <WithdrawForm {...of} onDone={() => onOpenChange(false)} />
    </Modal>
  );
}

function WithdrawForm({
  clientId,
  agreementId,
  onDone,
}: Pick<Props, 'clientId' | 'agreementId'> & { onDone: () => void }) {
  const t = useTranslations('consents.withdraw');
  const all = useTranslations('consents');
  const words = useFieldWords();
  const trpc = useTRPC();
  const cache = useQueryClient();
  const { register, handleSubmit, setError, formState } = useForm<Values>({
    resolver: zodResolver(form),
    defaultValues: { reason: '' },
  });
  const withdraw = useMutation(trpc.consents.withdraw.mutationOptions({ retry: false }));
  const submit = handleSubmit(async ({ reason }) => {
    try {
      const answer = await withdraw.mutateAsync({ clientId, agreementId, reason });
      if (answer.withdrawn) say('done', t('done'));
      else say('refused', t('not'));
      void cache.invalidateQueries({ queryKey: trpc.consents.list.pathKey() });
      void cache.invalidateQueries({ queryKey: trpc.consents.get.pathKey() });
      void cache.invalidateQueries({ queryKey: trpc.consents.state.pathKey() });
      onDone();
    } catch (error) {
      const wrong = fieldsOf(error)['reason'];
      if (wrong === undefined) say('refused', all('failed'));
      else setError('reason', { message: wrong });
    }
  });
  return (
    <form noValidate onSubmit={(event) => void submit(event)} className="flex flex-col gap-4">
      <Field label={t('reason')} hint={t('reasonHint')} error={words(formState.errors.reason?.message)}>
        {(control) => <Textarea {...control} {...register('reason')} />}
      </Field>
      <div className="flex justify-end">
        <Button type="submit" look="danger" busy={formState.isSubmitting}>
          {t('action')}
        </Button>
      </div>
    </form>
  );
}
