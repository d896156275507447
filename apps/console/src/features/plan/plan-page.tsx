'use client';

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Check } from 'lucide-react';
import { useFormatter, useTranslations } from 'next-intl';
import { useState } from 'react';

import { hasRatings, plans, type Plan } from '@switchboard/domain/plan';

import { useTRPC } from '../../rpc/client.tsx';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { cn } from '../../ui/cn.ts';
import { Confirm } from '../../ui/confirm.tsx';
import { Failed } from '../../ui/failed.tsx';
import { Page, PageHeader } from '../../ui/page.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { SurplusNotice } from '../../ui/surplus-notice.tsx';
import { say } from '../../ui/toast.tsx';

type Asked = { plan: Plan; surplus: string[] };

/** What the company may have, and changing it; what a smaller plan switches off is said before. */
export function PlanPage() {
  const t = useTranslations('plan');
  const trpc = useTRPC();
  const cache = useQueryClient();
  const format = useFormatter();
  const { data, isError, refetch } = useQuery(trpc.company.plan.queryOptions({}));
  const { data: lines = [] } = useQuery(trpc.lines.list.queryOptions({}));
  const set = useMutation(trpc.company.setPlan.mutationOptions());
  const [asked, setAsked] = useState<Asked | null>(null);

  const change = async (plan: Plan, sure: boolean) => {
    try {
      const answer = await set.mutateAsync({ plan, sure });
      const losesRatings = data !== undefined && hasRatings(data.plan) && !hasRatings(plan);
      if (!answer.changed) {
        setAsked({ plan, surplus: answer.surplus });
        return;
      }
      setAsked(null);
      say('done', t('changed', { plan: t(`name.${plan}`) }));
      void cache.invalidateQueries({ queryKey: trpc.company.pathKey() });
      if (losesRatings) void cache.invalidateQueries({ queryKey: trpc.lines.pathKey() });
    } catch {
      say('refused', t('failed'));
    }
  };
  const choose = (plan: Plan) => {
    // Losing ratings is said before, too, where no line is too many.
    if (data !== undefined && hasRatings(data.plan) && !hasRatings(plan) && data.active <= 2)
      setAsked({ plan, surplus: [] });
    else void change(plan, false);
  };
  const names = (ids: readonly string[]) =>
    format.list(ids.map((id) => lines.find((line) => line.lineId === id)?.name ?? '…'));

  return (
    <Page>
      <PageHeader title={t('title')} description={t('text')} />
      {data === undefined ? (
        isError ? (
          <Failed onRetry={() => void refetch()} />
        ) : (
          <Skeleton className="h-56 rounded-xl" />
        )
      ) : (
        <div className="flex flex-col gap-4">
          <SurplusNotice />
          <ul className="grid gap-3 sm:grid-cols-3">
            {plans.map((plan) => {
              const yours = plan === data.plan;
              return (
                <li
                  key={plan}
                  className={cn(
                    'flex flex-col gap-2 rounded-xl border bg-panel p-4',
                    yours ? 'border-accent-fill' : 'border-edge',
                  )}
                >
                  <div className="flex items-center justify-between gap-2">
                    <h2 className="font-semibold">{t(`name.${plan}`)}</h2>
                    {yours && (
                      <Badge tone="offer">
                        <Check className="size-3" aria-hidden /> {t('current')}
                      </Badge>
                    )}
                  </div>
                  <p className="flex-1 text-pretty text-ink-soft">{t(`has.${plan}`)}</p>
                  {yours ? (
                    <p className="text-sm text-ink-faint">{t('active', { count: data.active })}</p>
                  ) : (
                    <Button busy={set.isPending && set.variables?.plan === plan} onClick={() => choose(plan)}>
                      {t('choose', { plan: t(`name.${plan}`) })}
                    </Button>
                  )}
                </li>
              );
            })}
          </ul>
        </div>
      )}
      {asked !== null && (
        <Confirm
          open
          onOpenChange={(open) => !open && setAsked(null)}
          title={t('ask.title', { plan: t(`name.${asked.plan}`) })}
          description={
            <>
              {asked.surplus.length > 0 && (
                <p>{t('ask.surplus', { count: asked.surplus.length, lines: names(asked.surplus) })}</p>
              )}
              {data !== undefined && hasRatings(data.plan) && !hasRatings(asked.plan) && (
                <p className="mt-2">{t('ask.ratings')}</p>
              )}
            </>
          }
          action={t('choose', { plan: t(`name.${asked.plan}`) })}
          onConfirm={() => void change(asked.plan, true)}
        />
      )}
    </Page>
  );
}
