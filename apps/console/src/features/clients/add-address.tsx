'use client';

import { zodResolver } from '@hookform/resolvers/zod';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useForm, useWatch } from 'react-hook-form';
import { z } from 'zod';

import { useTRPC } from '../../rpc/client.tsx';
import { fieldsOf } from '../../rpc/failure.ts';
import { Button } from '../../ui/button.tsx';
import { Field } from '../../ui/field.tsx';
import { useFieldWords } from '../../ui/field-words.ts';
import { Input, Select } from '../../ui/input.tsx';
import { Modal } from '../../ui/modal.tsx';
import { say } from '../../ui/toast.tsx';

const form = z.object({
  kind: z.enum(['phone', 'email']),
  value: z.string().trim().min(1, 'clients.address.empty').max(320, 'clients.address.long'),
});
type Props = { clientId: string; open: boolean; onOpenChange: (open: boolean) => void };

/** A phone or an e-mail address that an employee knows of. */
export function AddAddress({ clientId, open, onOpenChange }: Props) {
  const t = useTranslations('clients.addresses');
  return (
    <Modal open={open} onOpenChange={onOpenChange} title={t('addTitle')} description={t('addText')}>
      <AddressForm clientId={clientId} onDone={() => onOpenChange(false)} />
    </Modal>
  );
}

function AddressForm({ clientId, onDone }: { clientId: string; onDone: () => void }) {
  const t = useTranslations('clients.addresses');
  const page = useTranslations('clients');
  const words = useFieldWords();
  const trpc = useTRPC();
  const cache = useQueryClient();
  const { mutateAsync } = useMutation(trpc.clients.addAddress.mutationOptions({ retry: false }));
  const { register, control, handleSubmit, setError, formState } = useForm<z.infer<typeof form>>({
    resolver: zodResolver(form),
    defaultValues: { kind: 'phone', value: '' },
  });
  const kind = useWatch({ control, name: 'kind' });
  const submit = handleSubmit(async (given) => {
    try {
      const { value } = await mutateAsync({ clientId, ...given });
      say('done', t('added', { value }));
      await cache.invalidateQueries({ queryKey: trpc.clients.pathKey() });
      onDone();
    } catch (error) {
      const wrong = fieldsOf(error)['value'];
      if (wrong === undefined) say('refused', page('failed'));
      else setError('value', { message: wrong }, { shouldFocus: true });
    }
  });
  return (
    <form noValidate onSubmit={(event) => void submit(event)} className="flex flex-col gap-4">
      <Field label={t('which')}>
        {(given) => (
          <Select {...given} {...register('kind')}>
            <option value="phone">{t('phone')}</option>
            <option value="email">{t('email')}</option>
          </Select>
        )}
      </Field>
      <Field label={t(`value.${kind}`)} error={words(formState.errors.value?.message)}>
        {(given) => (
          <Input {...given} {...register('value')} type={kind === 'phone' ? 'tel' : 'email'} autoComplete="off" />
        )}
      </Field>
      <div className="flex justify-end">
        <Button type="submit" look="primary" busy={formState.isSubmitting}>
          {t('save')}
        </Button>
      </div>
    </form>
  );
}
