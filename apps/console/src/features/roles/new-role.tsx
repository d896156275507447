'use client';

import { zodResolver } from '@hookform/resolvers/zod';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { useForm } from 'react-hook-form';
import { z } from 'zod';

import { useTRPC } from '../../rpc/client.tsx';
import { fieldsOf } from '../../rpc/failure.ts';
import type { RoleRow } from '../../rpc/shapes.ts';
import { Button } from '../../ui/button.tsx';
import { Field } from '../../ui/field.tsx';
import { useFieldWords } from '../../ui/field-words.ts';
import { Input, Select } from '../../ui/input.tsx';
import { Modal } from '../../ui/modal.tsx';
import { roleName } from './role-name.ts';
import { useRoleWords } from './use-role-words.ts';

const newRole = z.object({ name: roleName, roleId: z.string() });
type NewRoleForm = z.infer<typeof newRole>;

type Props = { roles: RoleRow[]; from: string; open: boolean; onOpenChange: (open: boolean) => void };

/** Makes a role that begins with the rights of another, and opens it. */
export function NewRole({ roles, from, open, onOpenChange }: Props) {
  const t = useTranslations('roles.create');
  const wrong = useFieldWords();
  const words = useRoleWords();
  const router = useRouter();
  const trpc = useTRPC();
  const cache = useQueryClient();
  const copy = useMutation(trpc.roles.copy.mutationOptions());
  const form = useForm<NewRoleForm>({ resolver: zodResolver(newRole), defaultValues: { name: '', roleId: from } });
  const { errors } = form.formState;
  const submit = form.handleSubmit(async (values) => {
    try {
      const answer = await copy.mutateAsync(values);
      if (!answer.created) {
        form.setError('root', { message: t(answer.because) });
        return;
      }
      await cache.invalidateQueries({ queryKey: trpc.roles.pathKey() });
      onOpenChange(false);
      router.push(`/people/roles/${answer.roleId}`);
    } catch (error) {
      const { name } = fieldsOf(error);
      if (name === undefined) form.setError('root', { message: t('failed') });
      else form.setError('name', { message: name });
    }
  });
  return (
    <Modal open={open} onOpenChange={onOpenChange} title={t('title')} description={t('text')}>
      <form onSubmit={(event) => void submit(event)} noValidate className="flex flex-col gap-4">
        <Field label={t('name')} error={wrong(errors.name?.message)}>
          {(control) => <Input {...control} {...form.register('name')} autoComplete="off" autoFocus />}
        </Field>
        <Field label={t('from')}>
          {(control) => (
            <Select {...control} {...form.register('roleId')}>
              {roles.map((role) => (
                <option key={role.roleId} value={role.roleId}>
                  {words.nameOf(role)}
                </option>
              ))}
            </Select>
          )}
        </Field>
        {errors.root !== undefined && (
          <p role="alert" className="text-overdue">
            {errors.root.message}
          </p>
        )}
        <div className="flex justify-end">
          <Button type="submit" look="primary" busy={copy.isPending}>
            {t('submit')}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
