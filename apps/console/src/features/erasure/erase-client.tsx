'use client';

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useForm } from 'react-hook-form';

import { useTRPC } from '../../rpc/client.tsx';
import { Button } from '../../ui/button.tsx';
import { Failed } from '../../ui/failed.tsx';
import { Field } from '../../ui/field.tsx';
import { Input, Select } from '../../ui/input.tsx';
import { Modal } from '../../ui/modal.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { say } from '../../ui/toast.tsx';

const reasons = ['client-asked', 'law', 'other'] as const;
type Values = { because: (typeof reasons)[number]; typed: string };
type Props = { clientId: string; open: boolean; onOpenChange: (open: boolean) => void };

/** Asks before a person is erased: what goes in numbers, why, and his name in letters, because nothing brings him back. */
export function EraseClient({ clientId, open, onOpenChange }: Props) {
  const t = useTranslations('clients.erasure');
  return (
    <Modal open={open} onOpenChange={onOpenChange} title={t('title')} description={t('text')}>
      <Asked clientId={clientId} onDone={() => onOpenChange(false)} />
    </Modal>
  );
}

function Asked({ clientId, onDone }: { clientId: string; onDone: () => void }) {
  const t = useTranslations('clients.erasure');
  const page = useTranslations('clients');
  const trpc = useTRPC();
  const cache = useQueryClient();
  // What goes is counted anew each time it is asked.
  const preview = useQuery(trpc.erasures.preview.queryOptions({ clientId }, { staleTime: 0, gcTime: 0 }));
  const { mutateAsync } = useMutation(trpc.erasures.erase.mutationOptions({ retry: false }));
  const { register, handleSubmit, setError, formState } = useForm<Values>({
    defaultValues: { because: 'client-asked', typed: '' },
  });
  const goes = preview.data;
  if (goes === undefined)
    return preview.isError ? (
      <Failed onRetry={() => void preview.refetch()} />
    ) : (
      <div aria-busy className="flex flex-col gap-2.5">
        {[1, 2, 3, 4].map((line) => (
          <Skeleton key={line} className="h-4 w-3/5" />
        ))}
        <Skeleton className="mt-3 h-8" />
        <Skeleton className="h-8" />
      </div>
    );
  if (goes === null) return <p className="text-ink-soft">{t('gone')}</p>;
  const name = goes.name.trim();
  const same = (text: string) => text.trim().toLocaleLowerCase();
  const submit = handleSubmit(async ({ because, typed }) => {
    if (same(typed) !== same(t('word')) && (name === '' || same(typed) !== same(name))) {
      setError('typed', { message: t('wrong') }, { shouldFocus: true });
      return;
    }
    try {
      const answer = await mutateAsync({ clientId, because });
      if (answer.begun) say('done', t('begun'));
      else say('refused', t(`refused.${answer.because}`));
      await cache.invalidateQueries({ queryKey: trpc.clients.pathKey() });
      onDone();
    } catch {
      say('refused', page('failed'));
    }
  });
  return (
    <form noValidate onSubmit={(event) => void submit(event)} className="flex flex-col gap-4">
      <section>
        <h3 className="text-sm font-medium">{t('goes')}</h3>
        <ul className="mt-1 list-disc pl-5 text-ink-soft">
          <li>
            {t('messages', { count: goes.messages })} {t('dialogs', { count: goes.dialogs, open: goes.openDialogs })}
          </li>
          <li>{t('identities', { count: goes.identities })}</li>
          <li>{t('addresses', { count: goes.addresses })}</li>
          <li>{t('records', { count: goes.records })}</li>
        </ul>
        <p className="mt-2 text-sm text-ink-faint">{t('stays')}</p>
        {goes.elsewhere > 0 && (
          <p className="mt-2 rounded-lg bg-waiting-soft px-3 py-2 text-sm text-waiting">
            {t('elsewhere', { count: goes.elsewhere })}
          </p>
        )}
      </section>
      <Field label={t('why')}>
        {(control) => (
          <Select {...control} {...register('because')}>
            {reasons.map((reason) => (
              <option key={reason} value={reason}>
                {t(`because.${reason}`)}
              </option>
            ))}
          </Select>
        )}
      </Field>
      <Field
        label={name === '' ? t('confirmWord', { word: t('word') }) : t('confirm', { name, word: t('word') })}
        error={formState.errors.typed?.message}
      >
        {(control) => <Input {...control} {...register('typed')} autoComplete="off" />}
      </Field>
      <div className="flex justify-end">
        <Button type="submit" look="danger" busy={formState.isSubmitting}>
          {t('do')}
        </Button>
      </div>
    </form>
  );
}
