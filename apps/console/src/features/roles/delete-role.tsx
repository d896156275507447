'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { useState } from 'react';

import { useTRPC } from '../../rpc/client.tsx';
import type { RoleRow } from '../../rpc/shapes.ts';
import { Button } from '../../ui/button.tsx';
import { Field } from '../../ui/field.tsx';
import { Select } from '../../ui/input.tsx';
import { Modal } from '../../ui/modal.tsx';
import { say } from '../../ui/toast.tsx';
import { useRoleWords } from './use-role-words.ts';

type Props = { role: RoleRow; roles: RoleRow[]; open: boolean; onOpenChange: (open: boolean) => void };

/** Says who has the role and what they get in its place, before it is gone. */
export function DeleteRole({ role, roles, open, onOpenChange }: Props) {
  const t = useTranslations('roles.remove');
  const words = useRoleWords();
  const router = useRouter();
  const trpc = useTRPC();
  const cache = useQueryClient();
  const remove = useMutation(trpc.roles.remove.mutationOptions());
  const [moveTo, setMoveTo] = useState<string>('operator');
  const [problem, setProblem] = useState<string | undefined>();
  const [found, setFound] = useState({ employees: role.employeeIds.length, invitations: role.invitations });
  const inUse = found.employees + found.invitations > 0;
  const submit = async () => {
    setProblem(undefined);
    try {
      const answer = await remove.mutateAsync({ roleId: role.roleId, moveTo: inUse ? moveTo : null });
      if (answer.removed) {
        router.push('/people/roles');
        say('done', t('removed'));
        await cache.invalidateQueries({ queryKey: trpc.roles.pathKey() });
        void cache.invalidateQueries({ queryKey: trpc.people.pathKey() });
      } else if (answer.because === 'in-use') {
        setFound(answer);
        setProblem(t('in-use'));
      } else setProblem(answer.because === 'wider-than-yours' ? t('wider-than-yours') : t('failed'));
    } catch {
      setProblem(t('failed'));
    }
  };
  return (
    <Modal
      open={open}
      onOpenChange={onOpenChange}
      title={t('title', { name: words.nameOf(role) })}
      description={t('text', found)}
    >
      <div className="flex flex-col gap-4">
        {inUse && (
          <Field label={t('moveTo')}>
            {(control) => (
              <Select {...control} value={moveTo} onChange={(event) => setMoveTo(event.target.value)}>
                {roles
                  .filter((one) => one.roleId !== role.roleId)
                  .map((one) => (
                    <option key={one.roleId} value={one.roleId}>
                      {words.nameOf(one)}
                    </option>
                  ))}
              </Select>
            )}
          </Field>
        )}
        {problem !== undefined && (
          <p role="alert" className="text-overdue">
            {problem}
          </p>
        )}
        <div className="flex justify-end">
          <Button look="danger" busy={remove.isPending} onClick={() => void submit()}>
            {t('submit')}
          </Button>
        </div>
      </div>
    </Modal>
  );
}
