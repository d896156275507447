'use client';

import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';

import { mayAnywhere } from '@switchboard/domain/access';

import { useTRPC } from '../../rpc/client.tsx';
import { useMe } from '../../rpc/me.ts';
import { fullName } from '../../ui/person.ts';
import type { Place } from './chips.ts';

type Choice = { value: string; label: string; note?: string | undefined };

/**
 * What the list can be narrowed to, and its names. Whoever sees figures is offered what they are counted of, with those who
 * left and what was deleted; others the lines and people they see anyway.
 */
export function useChoices(): Record<Place, Choice[]> {
  const t = useTranslations('dialogs.filter');
  const trpc = useTRPC();
  const figures = mayAnywhere(useMe(), 'statistics');
  const { data } = useQuery(trpc.statistics.choices.queryOptions({}, { enabled: figures, staleTime: 5 * 60_000 }));
  const { data: lines = [] } = useQuery(trpc.lines.list.queryOptions({}, { enabled: !figures }));
  const { data: people = [] } = useQuery(trpc.people.list.queryOptions({}, { enabled: !figures }));
  const gone = (is: boolean) => (is ? t('gone') : undefined);
  if (!figures)
    return {
      lines: lines.map(({ lineId, name }) => ({ value: lineId, label: name })),
      channels: [],
      operators: people.map((person) => ({
        value: person.employeeId,
        label: fullName(person),
        note: gone(person.dismissedAt !== null),
      })),
      departments: [],
    };
  return {
    lines: (data?.lines ?? []).map((line) => ({ value: line.id, label: line.name, note: gone(line.gone) })),
    channels: (data?.channels ?? []).map((one) => ({ value: one.id, label: one.name, note: gone(one.gone) })),
    operators: (data?.operators ?? []).map((person) => ({
      value: person.employeeId,
      label: fullName(person),
      note: gone(person.gone),
    })),
    departments: (data?.departments ?? []).map(({ id, name }) => ({ value: id, label: name })),
  };
}
