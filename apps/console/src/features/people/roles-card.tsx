'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { useState } from 'react';

import { useTRPC } from '../../rpc/client.tsx';
import type { Employee } from '../../rpc/shapes.ts';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { say } from '../../ui/toast.tsx';
import { RoleChoice } from './role-choice.tsx';
import { useRoles } from './use-roles.ts';

/** The roles somebody has; the widest of them counts. Given over those that were looked at only. */
export function RolesCard({ employee }: { employee: Employee }) {
  const t = useTranslations('person.roles');
  const trpc = useTRPC();
  const cache = useQueryClient();
  const { nameOf } = useRoles();
  const give = useMutation(trpc.roles.give.mutationOptions());
  const [draft, setDraft] = useState<string[] | null>(null);
  const [was, setWas] = useState<string[]>(employee.roleIds);
  const [problem, setProblem] = useState<string | undefined>();
  const chosen = draft ?? employee.roleIds;
  const changed = draft !== null && draft.toSorted().join() !== employee.roleIds.toSorted().join();

  const save = async () => {
    setProblem(undefined);
    try {
      const answer = await give.mutateAsync({ employeeId: employee.employeeId, was, roleIds: chosen });
      if (answer.set) {
        setDraft(null);
        setWas(chosen);
        say('done', t('saved'));
      } else if (answer.because === 'stale') {
        setWas(answer.roleIds);
        setProblem(t('stale', { theirs: answer.roleIds.map(nameOf).join(', '), mine: chosen.map(nameOf).join(', ') }));
      } else setProblem(t(answer.because));
      void cache.invalidateQueries({ queryKey: trpc.people.pathKey() });
      void cache.invalidateQueries({ queryKey: trpc.roles.pathKey() });
    } catch {
      say('refused', t('failed'));
    }
  };

  return (
    <Card
      title={t('title')}
      description={t('text')}
      aside={
        <Link href="/people/roles" className="text-sm text-accent hover:underline">
          {t('what')}
        </Link>
      }
      {...(changed || problem !== undefined
        ? {
            footer: (
              <span className="ml-auto flex gap-2">
                <Button
                  look="quiet"
                  onClick={() => {
                    setDraft(null);
                    setWas(employee.roleIds);
                    setProblem(undefined);
                  }}
                >
                  {t('discard')}
                </Button>
                <Button look="primary" busy={give.isPending} disabled={chosen.length === 0} onClick={() => void save()}>
                  {t('save')}
                </Button>
              </span>
            ),
          }
        : {})}
    >
      <RoleChoice
        label={t('has')}
        value={chosen}
        onChange={(next) => {
          if (draft === null) setWas(employee.roleIds);
          setDraft(next);
        }}
        error={chosen.length === 0 ? t('none') : problem}
      />
    </Card>
  );
}
