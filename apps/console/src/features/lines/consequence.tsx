'use client';

import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';

import type { LineCard } from '@switchboard/domain/line';

import { useTRPC } from '../../rpc/client.tsx';
import { fullName } from '../../ui/person.ts';
import { consequencesOf } from './consequences.ts';
import { changedPaths } from './line-draft.ts';
import { treeOf } from './tree.ts';
import { useLine } from './use-line.tsx';

/** What saving a card moves among dialogs that are open already. */
export function Consequence({ card }: { card: LineCard }) {
  const t = useTranslations('lineTabs.consequence');
  const trpc = useTRPC();
  const { inForce, draft, typed } = useLine();
  const { data: people = [] } = useQuery(trpc.people.list.queryOptions({}));
  const { data: departments = [] } = useQuery(trpc.people.departments.queryOptions({}));
  const list = consequencesOf(changedPaths(typed, card), inForce.settings, draft, treeOf(departments));
  const nameOf = (id: string) => {
    const person = people.find((one) => one.employeeId === id);
    return person === undefined ? [] : [fullName(person)];
  };
  return (
    <ul>
      {list.map((one) => (
        <li key={one.consequence}>
          {one.consequence === 'leaves'
            ? t('leaves', {
                more: Math.max(0, one.employeeIds.length - 5),
                who: one.employeeIds.slice(0, 5).flatMap(nameOf).join(', '),
              })
            : t(one.consequence)}
        </li>
      ))}
    </ul>
  );
}
