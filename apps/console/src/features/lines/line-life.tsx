'use client';

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { useState } from 'react';

import { may } from '@switchboard/domain/access';

import { useTRPC } from '../../rpc/client.tsx';
import { fieldsOf } from '../../rpc/failure.ts';
import { useMe } from '../../rpc/me.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { Choices } from '../../ui/choices.tsx';
import { Failed } from '../../ui/failed.tsx';
import { Field } from '../../ui/field.tsx';
import { useFieldWords } from '../../ui/field-words.ts';
import { Input, Select } from '../../ui/input.tsx';
import { Modal } from '../../ui/modal.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { say } from '../../ui/toast.tsx';
import { useLine } from './use-line.tsx';

/** Whether the line answers; switching it off says what follows and asks what becomes of its channels. */
export function LineState() {
  const t = useTranslations('lines');
  const common = useTranslations('common');
  const plan = useTranslations('plan');
  const trpc = useTRPC();
  const cache = useQueryClient();
  const { line, readOnly } = useLine();
  const set = useMutation(trpc.lines.setActive.mutationOptions());
  const [asking, setAsking] = useState(false);
  const on = async () => {
    try {
      const answer = await set.mutateAsync({ lineId: line.lineId, active: true });
      if (answer.set) say('done', t('state.switchedOn', { line: line.name }));
      else say('refused', plan('full', { most: answer.most ?? 0 }));
      void cache.invalidateQueries({ queryKey: trpc.lines.pathKey() });
    } catch {
      say('refused', t('failed'));
    }
  };
  return (
    <Card
      id="state"
      title={t('state.title')}
      description={line.active ? t('state.onHint') : t('state.offHint')}
      aside={<Badge tone={line.active ? 'answered' : 'muted'}>{line.active ? t('state.on') : t('state.off')}</Badge>}
    >
      {!readOnly &&
        (line.active ? (
          <Button onClick={() => setAsking(true)}>{t('state.switchOff')}</Button>
        ) : (
          <Button look="primary" busy={set.isPending} onClick={() => void on()}>
            {t('state.switchOn')}
          </Button>
        ))}
      <Modal
        open={asking}
        onOpenChange={setAsking}
        title={t('state.ask.title', { line: line.name })}
        className="max-w-lg"
      >
        <SwitchOff onClose={() => setAsking(false)} cancel={common('cancel')} />
      </Modal>
    </Card>
  );
}

function SwitchOff({ onClose, cancel }: { onClose: () => void; cancel: string }) {
  const t = useTranslations('lines');
  const words = useFieldWords();
  const trpc = useTRPC();
  const cache = useQueryClient();
  const me = useMe();
  const { line } = useLine();
  const { data: concerned, isError, refetch } = useQuery(trpc.lines.concerned.queryOptions({ lineId: line.lineId }));
  const { data: lines = [] } = useQuery(trpc.lines.list.queryOptions({}));
  const set = useMutation(trpc.lines.setActive.mutationOptions());
  const others = lines.filter(({ lineId }) => lineId !== line.lineId && may(me, 'channelsEdit', { lineId }));
  const [then, setThen] = useState<'keep' | 'move' | 'disconnect'>('keep');
  const [to, setTo] = useState('');
  const [problem, setProblem] = useState<string | undefined>();
  if (concerned === undefined)
    return isError ? <Failed onRetry={() => void refetch()} /> : <Skeleton className="h-52" />;
  const target = to || (others[0]?.lineId ?? '');

  const off = async () => {
    try {
      await set.mutateAsync({
        lineId: line.lineId,
        active: false,
        channels: then === 'move' ? { then, lineId: target } : { then },
      });
      say('done', t('state.switchedOff', { line: line.name }));
      onClose();
    } catch (error) {
      const field = Object.values(fieldsOf(error))[0];
      setProblem(field === undefined ? t('failed') : words(field));
    } finally {
      // Where it broke off between the line and its channels, the page shows how far it came.
      void cache.invalidateQueries({ queryKey: trpc.lines.pathKey() });
      void cache.invalidateQueries({ queryKey: trpc.channels.pathKey() });
    }
  };
  return (
    <form
      noValidate
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        void off();
      }}
    >
      <p className="text-ink-soft">{t('state.ask.text', { open: concerned.open })}</p>
      {concerned.channels > 0 && may(me, 'channelsEdit', { lineId: line.lineId }) && (
        <div>
          <p aria-hidden className="mb-1.5 text-sm font-medium">
            {t('state.ask.channels')}
          </p>
          <Choices
            legend={t('state.ask.channels')}
            value={then}
            onChange={setThen}
            choices={[
              { value: 'keep', label: t('state.ask.keep'), hint: t('state.ask.keepHint') },
              ...(others.length > 0
                ? [{ value: 'move' as const, label: t('state.ask.move'), hint: t('state.ask.moveHint') }]
                : []),
              {
                value: 'disconnect',
                label: t('state.ask.disconnect'),
                hint: t('state.ask.disconnectHint', { count: concerned.channels }),
              },
            ]}
          />
        </div>
      )}
      {then === 'move' && (
        <Field label={t('state.ask.to')}>
          {(control) => (
            <Select {...control} value={target} onChange={(event) => setTo(event.target.value)}>
              {others.map((one) => (
                <option key={one.lineId} value={one.lineId}>
                  {one.name}
                </option>
              ))}
            </Select>
          )}
        </Field>
      )}
      {problem !== undefined && (
        <p role="alert" className="text-sm text-overdue">
          {problem}
        </p>
      )}
      <div className="flex justify-end gap-2">
        <Button onClick={onClose}>{cancel}</Button>
        <Button type="submit" look={then === 'disconnect' ? 'danger' : 'primary'} busy={set.isPending}>
          {t('state.ask.submit')}
        </Button>
      </div>
    </form>
  );
}

/** Deleting the line: what follows is said, and its name is typed to confirm it. */
export function DeleteLine() {
  const t = useTranslations('lines');
  const { line, readOnly } = useLine();
  const me = useMe();
  const [asking, setAsking] = useState(false);
  // Its channels go with it.
  if (readOnly || !may(me, 'channelsEdit', { lineId: line.lineId })) return null;
  return (
    <Card id="delete" title={t('delete.title')} description={t('delete.text')}>
      <Button className="text-overdue" onClick={() => setAsking(true)}>
        {t('delete.open')}
      </Button>
      <Modal open={asking} onOpenChange={setAsking} title={t('delete.ask', { line: line.name })}>
        <Delete onClose={() => setAsking(false)} />
      </Modal>
    </Card>
  );
}

function Delete({ onClose }: { onClose: () => void }) {
  const t = useTranslations('lines');
  const common = useTranslations('common');
  const words = useFieldWords();
  const trpc = useTRPC();
  const cache = useQueryClient();
  const router = useRouter();
  const { line } = useLine();
  const { data: concerned, isError, refetch } = useQuery(trpc.lines.concerned.queryOptions({ lineId: line.lineId }));
  const remove = useMutation(trpc.lines.remove.mutationOptions());
  const [name, setName] = useState('');
  const [problem, setProblem] = useState<string | undefined>();
  if (concerned === undefined)
    return isError ? <Failed onRetry={() => void refetch()} /> : <Skeleton className="h-40" />;
  const submit = async () => {
    if (name.trim() !== line.name.trim()) {
      setProblem(words('line.delete.name'));
      return;
    }
    try {
      await remove.mutateAsync({ lineId: line.lineId, name });
      say('done', t('delete.done', { line: line.name }));
      void cache.invalidateQueries({ queryKey: trpc.lines.list.pathKey() });
      void cache.invalidateQueries({ queryKey: trpc.channels.pathKey() });
      router.push('/lines');
    } catch (error) {
      const field = fieldsOf(error)['name'];
      setProblem(field === undefined ? t('failed') : words(field));
    }
  };
  return (
    <form
      noValidate
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <p className="text-ink-soft">{t('delete.effect', concerned)}</p>
      <Field label={t('delete.type', { line: line.name })} error={problem}>
        {(control) => (
          <Input
            {...control}
            autoFocus
            autoComplete="off"
            value={name}
            onChange={(event) => {
              setName(event.target.value);
              setProblem(undefined);
            }}
          />
        )}
      </Field>
      <div className="flex justify-end gap-2">
        <Button onClick={onClose}>{common('cancel')}</Button>
        <Button type="submit" look="danger" busy={remove.isPending}>
          {t('delete.submit')}
        </Button>
      </div>
    </form>
  );
}
