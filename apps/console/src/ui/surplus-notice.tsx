'use client';

import { useQuery } from '@tanstack/react-query';
import { CalendarClock } from 'lucide-react';
import Link from 'next/link';
import { useFormatter, useTranslations } from 'next-intl';

import { may } from '@switchboard/domain/access';
import { mostLines } from '@switchboard/domain/plan';

import { useTRPC } from '../rpc/client.tsx';
import { useMe } from '../rpc/me.ts';

/** Which lines a smaller plan will switch off, and when; nothing where all fit. */
export function SurplusNotice({ link = false }: { link?: boolean }) {
  const t = useTranslations('plan');
  const trpc = useTRPC();
  const format = useFormatter();
  const me = useMe();
  const { data } = useQuery(trpc.company.plan.queryOptions({}));
  if (data === undefined || data.surplusAt === null || data.surplus.length === 0) return null;
  return (
    <p className="flex items-start gap-2.5 rounded-lg bg-waiting-soft px-4 py-2.5 text-waiting">
      <CalendarClock className="mt-0.5 size-4 shrink-0" aria-hidden />
      <span className="min-w-0">
        {t('notice', {
          date: format.dateTime(data.surplusAt, { dateStyle: 'long' }),
          count: data.surplus.length,
          most: mostLines(data.plan) ?? 0,
          lines: format.list(data.surplus.map(({ name }) => name)),
        })}{' '}
        {link && may(me, 'settings', {}) && (
          <Link href="/settings/plan" className="underline underline-offset-2">
            {t('toPlan')}
          </Link>
        )}
      </span>
    </p>
  );
}
