'use client';

import { Users } from 'lucide-react';
import { useLocale, useTranslations } from 'next-intl';

import type { Board } from '../../rpc/shapes.ts';
import { Avatar } from '../../ui/avatar.tsx';
import { cn } from '../../ui/cn.ts';
import { Definition } from '../../ui/definition.tsx';
import { Empty } from '../../ui/empty.tsx';
import { useFigureWords } from '../../ui/figure-words.ts';
import { fullName } from '../../ui/person.ts';
import { PlaceLink } from '../../ui/place-link.tsx';
import { PresenceWord } from '../../ui/presence.tsx';
import { behindBoard, type BoardFigure } from './behind.ts';
import { Running } from './running.tsx';
import { inPresence } from './sums.ts';

type Operator = Board['operators'][number];

/** Everybody who answers, how he stands, and what he has in his hands. */
export function OperatorsNow({ operators, lines }: { operators: readonly Operator[]; lines: Board['lines'] }) {
  const t = useTranslations('board');
  const locale = useLocale();
  const names = new Map(lines.map(({ line }) => [line.id, line.name]));
  const own = (person: string) => ({ operators: [person] });
  if (operators.length === 0)
    return (
      <div className="rounded-xl border border-edge bg-panel">
        <Empty icon={Users} title={t('operators.none')}>
          {t('operators.noneText')}
        </Empty>
      </div>
    );
  const heads = ['held', 'offered', 'unanswered', 'overdue'] as const;
  return (
    <div
      tabIndex={0}
      role="region"
      aria-label={t('operators.title')}
      className="relative overflow-x-auto rounded-xl border border-edge bg-panel"
    >
      <table className="w-full border-separate border-spacing-0 text-left">
        <thead>
          <tr className="text-sm text-ink-soft">
            <th scope="col" className="sticky left-0 z-10 border-b border-edge bg-panel px-4 py-2 font-medium sm:px-5">
              {t('operators.person')}
            </th>
            <th scope="col" className="border-b border-edge px-2.5 py-2 font-medium">
              {t('operators.presence')}
            </th>
            {heads.map((head) => (
              <th
                key={head}
                scope="col"
                className="border-b border-edge px-2.5 py-2 text-right align-bottom font-medium last:pr-4 sm:last:pr-5"
              >
                <span className="inline-flex items-center justify-end gap-0.5">
                  {t(`figures.${head}.name`)}
                  <Definition name={t(`figures.${head}.name`)} says={t(`figures.${head}.says`)} className="-my-1" />
                </span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {inPresence(operators, locale).map((operator) => {
            const { person, presence, held, offered, unanswered, unansweredSince, overdue } = operator;
            const of = own(person.employeeId);
            const on = operator.lines.flatMap((id) => names.get(id) ?? []);
            return (
              <tr key={person.employeeId} className="group">
                <th
                  scope="row"
                  className="sticky left-0 z-10 max-w-40 min-w-32 border-b border-edge bg-panel px-4 py-1.5 font-normal break-words group-last:border-b-0 sm:max-w-80 sm:px-5"
                >
                  <span className="flex min-w-0 items-center gap-2">
                    <Avatar
                      name={person.name}
                      surname={person.surname}
                      photo={person.photo}
                      size="sm"
                      className="hidden sm:inline-flex"
                    />
                    <span className="min-w-0">
                      <span className="block">{fullName(person)}</span>
                      <span className="line-clamp-2 text-xs text-ink-faint" title={on.join(', ')}>
                        {on.join(', ')}
                      </span>
                    </span>
                  </span>
                </th>
                <td className="border-b border-edge px-2.5 py-1.5 group-last:border-b-0">
                  <PresenceWord presence={presence} />
                </td>
                <Figure figure="held" value={held} of={of} />
                <Figure figure="offered" value={offered} of={of} />
                <Figure figure="unanswered" value={unanswered} since={unansweredSince} of={of} tone="text-waiting" />
                <Figure figure="overdue" value={overdue} of={of} tone="text-overdue" />
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}

function Told({ value }: { value: number }) {
  const words = useFigureWords();
  return <span className={value === 0 ? 'text-ink-faint' : undefined}>{words.count(value)}</span>;
}

type FigureProps = {
  figure: BoardFigure;
  value: number;
  since?: number | null;
  of: { operators: string[] };
  tone?: string;
};

function Figure({ figure, value, since = null, of, tone }: FigureProps) {
  const words = useFigureWords();
  return (
    <td className="border-b border-edge px-2.5 py-1.5 text-right whitespace-nowrap tabular-nums group-last:border-b-0 last:pr-4 sm:last:pr-5">
      {since !== null && (
        <span className="mr-2 text-sm text-ink-soft">
          <Running since={since} />
        </span>
      )}
      {value === 0 ? (
        <Told value={0} />
      ) : (
        <PlaceLink
          href={behindBoard(figure, of)}
          className={cn(
            'rounded-sm font-medium decoration-edge-strong underline-offset-4 hover:text-accent hover:underline',
            tone,
          )}
        >
          {words.count(value)}
        </PlaceLink>
      )}
    </td>
  );
}
