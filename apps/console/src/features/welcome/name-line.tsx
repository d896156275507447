'use client';

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useState } from 'react';

import { lineName } from '@switchboard/domain/line';

import { useTRPC } from '../../rpc/client.tsx';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { Failed } from '../../ui/failed.tsx';
import { Field } from '../../ui/field.tsx';
import { useFieldWords } from '../../ui/field-words.ts';
import { Input } from '../../ui/input.tsx';
import { openHere } from '../../ui/open-dialog.ts';
import { Skeleton } from '../../ui/skeleton.tsx';
import { FirstHours, weekOf, type ChosenHours } from './first-hours.tsx';

/** The company's first line gets a name that clients will read. */
export function NameLine() {
  const t = useTranslations('welcome');
  const words = useFieldWords();
  const trpc = useTRPC();
  const cache = useQueryClient();
  const { data: lines, isError, refetch } = useQuery(trpc.lines.list.queryOptions({}));
  const rename = useMutation(trpc.lines.rename.mutationOptions());
  const create = useMutation(trpc.lines.create.mutationOptions());
  const save = useMutation(trpc.lines.save.mutationOptions());
  const [hours, setHours] = useState<ChosenHours | null>(null);
  const [typed, setTyped] = useState<string | null>(null);
  const [problem, setProblem] = useState<string | undefined>();
  if (lines === undefined)
    return isError ? <Failed onRetry={() => void refetch()} /> : <Skeleton className="h-36 rounded-xl" />;
  const line = lines[0];
  const name = typed ?? line?.name ?? '';

  const submit = async () => {
    const read = lineName.safeParse(name);
    if (!read.success) {
      setProblem(words(read.error.issues[0]?.message));
      return;
    }
    try {
      let lineId = line?.lineId;
      if (line === undefined) {
        const made = await create.mutateAsync({ name: read.data });
        if (!made.created) throw new Error('The plan has no more lines');
        lineId = made.lineId;
      } else if (read.data !== line.name) await rename.mutateAsync({ lineId: line.lineId, name: read.data });
      if (lineId !== undefined && hours !== null) {
        const { version } = await cache.fetchQuery(trpc.lines.get.queryOptions({ lineId }));
        const week = weekOf(hours);
        await save.mutateAsync({ lineId, version, changes: { 'hours.schedule': true, 'hours.week': week } });
      }
      await cache.invalidateQueries({ queryKey: trpc.lines.pathKey() });
      openHere('/welcome?step=people');
    } catch {
      setProblem(t('failed'));
    }
  };

  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <Card title={t('line.card')}>
        <div className="flex flex-wrap items-start gap-3">
          <Field label={t('line.name')} hint={t('line.hint')} error={problem} className="min-w-0 flex-1 basis-64">
            {(control) => (
              <Input
                {...control}
                value={name}
                autoFocus
                onChange={(event) => {
                  setTyped(event.target.value);
                  setProblem(undefined);
                }}
              />
            )}
          </Field>
        </div>
        <div className="mt-5 border-t border-edge pt-4">
          <FirstHours value={hours} onChange={setHours} />
        </div>
        <div className="mt-5 flex justify-end">
          <Button
            type="submit"
            look="primary"
            busy={rename.isPending || create.isPending || save.isPending}
            className="w-full sm:w-auto"
          >
            {t('line.submit')}
          </Button>
        </div>
      </Card>
    </form>
  );
}
