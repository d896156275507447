'use client';

import { useQuery } from '@tanstack/react-query';
import { Users } from 'lucide-react';
import { useFormatter, useTranslations } from 'next-intl';

import { useTRPC } from '../../rpc/client.tsx';
import type { DialogView } from '../../rpc/shapes.ts';
import { cn } from '../../ui/cn.ts';
import { DialogMarks } from '../../ui/dialog-marks.tsx';
import { fullName } from '../../ui/person.ts';
import { Left } from '../../ui/time.tsx';

type Deadline = DialogView['deadlines'][number]['deadline'];

const inks: Partial<Record<Deadline, string>> = {
  overdue: 'text-waiting',
  unanswered: 'text-waiting',
  'offer-ends': 'text-offer',
  'department-ends': 'text-offer',
  'bot-hands-over': 'text-bot',
  'bot-silent': 'text-bot',
};

/** What the dialog carries, who takes part in it, and every time that runs in it; nothing where there is none. */
export function Standing({ view }: { view: DialogView }) {
  const t = useTranslations('dialog');
  const { row } = view;
  const marked =
    row.unanswered || row.overdue || row.outsideHours || row.pinned || row.vote !== null || row.stars !== null;
  if (!marked && row.joined.length === 0 && view.deadlines.length === 0) return null;
  return (
    <div className="flex shrink-0 flex-wrap items-center gap-x-4 gap-y-1 border-b border-edge px-4 py-1.5 text-xs text-ink-faint sm:px-6">
      <DialogMarks row={row} words />
      {row.joined.length > 0 && <Joined ids={row.joined} />}
      {view.deadlines.length > 0 && (
        <ul aria-label={t('deadlines')} className="flex flex-wrap gap-x-4 gap-y-1">
          {view.deadlines.map(({ deadline, at }) => (
            <li key={deadline} className={cn('whitespace-nowrap', inks[deadline])}>
              {t.rich(`deadline.${deadline}`, { left: () => <Left until={at} className="font-medium tabular-nums" /> })}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

function Joined({ ids }: { ids: string[] }) {
  const t = useTranslations('dialog');
  const format = useFormatter();
  const { data: people = [] } = useQuery(useTRPC().people.list.queryOptions({}));
  const names = people.filter((person) => ids.includes(person.employeeId)).map(fullName);
  if (names.length === 0) return null;
  return (
    <span className="inline-flex min-w-0 items-center gap-1 text-ink-soft">
      <Users className="size-3.5 shrink-0" aria-hidden />
      <span className="truncate">{t('joinedBy', { who: format.list(names) })}</span>
    </span>
  );
}
