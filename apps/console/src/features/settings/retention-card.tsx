'use client';

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useState } from 'react';

import { useTRPC } from '../../rpc/client.tsx';
import { fieldsOf } from '../../rpc/failure.ts';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { Confirm } from '../../ui/confirm.tsx';
import { Failed } from '../../ui/failed.tsx';
import { Field } from '../../ui/field.tsx';
import { useFieldWords } from '../../ui/field-words.ts';
import { Input, Select } from '../../ui/input.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { say } from '../../ui/toast.tsx';

const usual = ['90', '180', '365', '1095', '1825'] as const;

/** How long the messages of closed dialogs are kept. */
export function RetentionCard() {
  const t = useTranslations('settings.retention');
  const query = useQuery(useTRPC().erasures.retention.queryOptions({}));
  if (query.data !== undefined) return <Kept key={query.data.keepDays} kept={query.data.keepDays} />;
  return (
    <Card title={t('title')} description={t('text')}>
      {query.isError ? <Failed onRetry={() => void query.refetch()} /> : <Skeleton className="h-14" />}
    </Card>
  );
}

function Kept({ kept }: { kept: number | null }) {
  const t = useTranslations('settings.retention');
  const settings = useTranslations('settings');
  const words = useFieldWords();
  const trpc = useTRPC();
  const cache = useQueryClient();
  const { mutateAsync, isPending } = useMutation(trpc.erasures.setRetention.mutationOptions({ retry: false }));
  const before = kept === null ? 'forever' : (usual.find((days) => Number(days) === kept) ?? 'own');
  const [choice, setChoice] = useState<(typeof usual)[number] | 'forever' | 'own'>(before);
  const [days, setDays] = useState(kept === null ? '' : String(kept));
  const [problem, setProblem] = useState<string | undefined>();
  const [asking, setAsking] = useState(false);
  const keepDays = choice === 'forever' ? null : Number(choice === 'own' ? days : choice);
  const isNumber = keepDays === null || (Number.isInteger(keepDays) && keepDays >= 30 && keepDays <= 3_650);
  const changed = keepDays !== kept;
  const shorter = keepDays !== null && (kept === null || keepDays < kept);

  const save = async () => {
    try {
      const saved = await mutateAsync({ keepDays });
      cache.setQueryData(trpc.erasures.retention.queryKey({}), saved);
      say('done', settings('saved'));
    } catch (error) {
      const wrong = fieldsOf(error)['keepDays'];
      if (wrong === undefined) say('refused', settings('failed'));
      else setProblem(wrong);
    }
  };
  const submit = () => {
    if (!isNumber) setProblem('retention.keepDays.range');
    else if (shorter) setAsking(true);
    else void save();
  };
  return (
    <form
      noValidate
      aria-label={t('title')}
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <Card
        title={t('title')}
        description={t('text')}
        footer={
          <>
            <span className="min-w-0 flex-1 basis-48 text-sm text-pretty text-ink-soft" aria-live="polite">
              {keepDays === null ? t('means.forever') : isNumber ? t('means.days', { days: keepDays }) : ''}
            </span>
            <Button type="submit" look="primary" disabled={!changed} busy={isPending}>
              {settings('save')}
            </Button>
          </>
        }
      >
        <div className="grid gap-4 sm:grid-cols-2">
          <Field label={t('label')}>
            {(control) => (
              <Select
                {...control}
                value={choice}
                onChange={({ target: { value } }) => {
                  setChoice(value as typeof choice);
                  setProblem(undefined);
                }}
              >
                <option value="forever">{t('forever')}</option>
                {usual.map((one) => (
                  <option key={one} value={one}>
                    {t(`choice.${one}`)}
                  </option>
                ))}
                <option value="own">{t('own')}</option>
              </Select>
            )}
          </Field>
          {choice === 'own' && (
            <Field label={t('days')} hint={t('daysHint')} error={words(problem)}>
              {(control) => (
                <Input
                  {...control}
                  type="number"
                  inputMode="numeric"
                  min={30}
                  max={3_650}
                  value={days}
                  onChange={(event) => {
                    setDays(event.target.value);
                    setProblem(undefined);
                  }}
                />
              )}
            </Field>
          )}
        </div>
      </Card>
      <Confirm
        open={asking}
        onOpenChange={setAsking}
        title={t('ask.title')}
        description={t('ask.text', { days: keepDays ?? 0 })}
        action={t('ask.action')}
        onConfirm={() => void save()}
      />
    </form>
  );
}
