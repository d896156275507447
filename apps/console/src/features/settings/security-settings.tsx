'use client';

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useState } from 'react';

import { useTRPC } from '../../rpc/client.tsx';
import { useMe } from '../../rpc/me.ts';
import type { SecurityView } from '../../rpc/shapes.ts';
import { Avatar } from '../../ui/avatar.tsx';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { Choices } from '../../ui/choices.tsx';
import { Confirm } from '../../ui/confirm.tsx';
import { Failed } from '../../ui/failed.tsx';
import { Page, PageHeader } from '../../ui/page.tsx';
import { fullName } from '../../ui/person.ts';
import { Skeleton } from '../../ui/skeleton.tsx';
import { say } from '../../ui/toast.tsx';

/** Whether everybody must have a second factor, and who has one. */
export function SecuritySettings() {
  const t = useTranslations('security');
  const query = useQuery(useTRPC().secondFactor.security.queryOptions({}));
  return (
    <Page>
      <PageHeader title={t('title')} description={t('text')} />
      {query.data === undefined ? (
        query.isError ? (
          <Failed onRetry={() => void query.refetch()} />
        ) : (
          <Skeleton className="h-72 rounded-xl" />
        )
      ) : (
        <div className="flex flex-col gap-5">
          <Rule view={query.data} />
          <Members members={query.data.members} />
        </div>
      )}
    </Page>
  );
}

const days = { off: null, '0': 0, '7': 7, '14': 14 } as const;
type Choice = keyof typeof days;
const choices = Object.keys(days).toSorted((a, b) => (days[a as Choice] ?? -1) - (days[b as Choice] ?? -1)) as Choice[];

function choiceOf(value: number | null): Choice {
  return choices.find((one) => days[one] === value) ?? 'off';
}

function Rule({ view }: { view: SecurityView }) {
  const t = useTranslations('security.rule');
  const settings = useTranslations('settings');
  const trpc = useTRPC();
  const cache = useQueryClient();
  const save = useMutation(trpc.secondFactor.require.mutationOptions());
  /** What is in force as far as this card knows: what is saved is saved over it only. */
  const [former, setFormer] = useState<Choice>(() => choiceOf(view.days));
  const [chosen, setChosen] = useState<Choice>(former);
  const [problem, setProblem] = useState<string | null>(null);
  const without = view.members.filter((one) => !one.on).length;
  const named = (one: Choice) => (one === 'off' ? t('off') : t('days', { count: days[one] ?? 0 }));
  const submit = async () => {
    setProblem(null);
    try {
      const answer = await save.mutateAsync({ former: days[former], days: days[chosen] });
      void cache.invalidateQueries({ queryKey: trpc.secondFactor.pathKey() });
      if (answer.saved) {
        setFormer(chosen);
        say('done', settings('saved'));
      } else if (answer.because === 'own-first') setProblem(t('ownFirst'));
      else {
        const theirs = choiceOf(answer.days);
        setFormer(theirs);
        setProblem(t('stale', { now: named(theirs) }));
      }
    } catch {
      say('refused', settings('failed'));
    }
  };
  return (
    <Card
      title={t('title')}
      description={t('text')}
      footer={
        <>
          <span className="min-w-0 flex-1 basis-48 text-sm text-ink-soft" aria-live="polite">
            {t('concerns', { count: without })}
          </span>
          <Button look="primary" disabled={chosen === former} busy={save.isPending} onClick={() => void submit()}>
            {settings('save')}
          </Button>
        </>
      }
    >
      {problem !== null && (
        <p role="alert" className="mb-3 rounded-lg border border-waiting-mark px-3.5 py-2.5">
          {problem}
        </p>
      )}
      <Choices
        legend={t('label')}
        value={chosen}
        onChange={setChosen}
        choices={choices.map((value) => ({
          value,
          label: named(value),
          hint: value === 'off' ? t('offHint') : t('daysHint', { count: days[value] ?? 0 }),
        }))}
      />
    </Card>
  );
}

function Members({ members }: { members: SecurityView['members'] }) {
  const t = useTranslations('security.members');
  const problems = useTranslations('security.problem');
  const trpc = useTRPC();
  const cache = useQueryClient();
  const me = useMe();
  const [asked, setAsked] = useState<SecurityView['members'][number] | null>(null);
  const reset = useMutation(
    trpc.secondFactor.reset.mutationOptions({
      onSuccess: (answer) =>
        answer.reset ? say('done', t('resetDone')) : say('refused', t(`resetRefused.${answer.because}`)),
      onError: () => say('refused', problems('failed')),
      onSettled: () => void cache.invalidateQueries({ queryKey: trpc.secondFactor.pathKey() }),
    }),
  );
  return (
    <Card title={t('title')}>
      <ul className="-mx-4 divide-y divide-edge sm:-mx-5">
        {members.map((one) => (
          <li key={one.employeeId} className="flex min-h-12 flex-wrap items-center gap-x-3 gap-y-1 px-4 py-2 sm:px-5">
            <Avatar {...one} size="sm" />
            <span className="min-w-0 flex-1 basis-32 break-words">{fullName(one)}</span>
            <Badge tone={one.on ? 'answered' : 'muted'}>{t(one.on ? 'on' : 'off')}</Badge>
            {one.on && one.employeeId !== me.employeeId && (
              <Button
                look="quiet"
                size="sm"
                onClick={() => setAsked(one)}
                aria-label={`${t('reset')}: ${fullName(one)}`}
              >
                {t('reset')}
              </Button>
            )}
          </li>
        ))}
      </ul>
      <Confirm
        open={asked !== null}
        onOpenChange={() => setAsked(null)}
        title={t('resetAsk', { who: asked === null ? '' : fullName(asked) })}
        description={t('resetText')}
        action={t('reset')}
        onConfirm={() => asked !== null && reset.mutate({ employeeId: asked.employeeId })}
      />
    </Card>
  );
}
