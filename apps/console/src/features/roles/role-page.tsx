'use client';

import { useQuery } from '@tanstack/react-query';
import { ArrowLeft, Copy, EllipsisVertical, ShieldQuestion, Trash2 } from 'lucide-react';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { useState } from 'react';

import { isBuiltIn, may } from '@switchboard/domain/access';

import { useTRPC } from '../../rpc/client.tsx';
import { useMe } from '../../rpc/me.ts';
import type { RoleRow } from '../../rpc/shapes.ts';
import { Avatar } from '../../ui/avatar.tsx';
import { Button, buttonLook } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { Empty } from '../../ui/empty.tsx';
import { Failed } from '../../ui/failed.tsx';
import { Menu, MenuContent, MenuItem, MenuTrigger } from '../../ui/menu.tsx';
import { Page, PageHeader } from '../../ui/page.tsx';
import { fullName } from '../../ui/person.ts';
import { Skeleton } from '../../ui/skeleton.tsx';
import { DeleteRole } from './delete-role.tsx';
import { NewRole } from './new-role.tsx';
import { RoleForm } from './role-form.tsx';
import { useRoleWords } from './use-role-words.ts';

/** One role: what it may do and how far, on which lines otherwise, and who has it. */
export function RolePage({ roleId }: { roleId: string }) {
  const t = useTranslations('roles');
  const trpc = useTRPC();
  const words = useRoleWords();
  const { data: roles, isError, refetch } = useQuery(trpc.roles.list.queryOptions({}));
  const role = roles?.find((one) => one.roleId === roleId);
  return (
    <Page>
      <Link
        href="/people/roles"
        className="mb-3 inline-flex items-center gap-1.5 self-start text-sm text-ink-soft hover:text-ink"
      >
        <ArrowLeft className="size-4" aria-hidden /> {t('back')}
      </Link>
      {roles === undefined ? (
        isError ? (
          <Failed onRetry={() => void refetch()} />
        ) : (
          <RoleSkeleton />
        )
      ) : role === undefined ? (
        <Empty
          icon={ShieldQuestion}
          title={t('missing.title')}
          action={
            <Link href="/people/roles" className={buttonLook()}>
              {t('back')}
            </Link>
          }
        >
          {t('missing.text')}
        </Empty>
      ) : (
        <>
          <PageHeader
            title={<span className="break-words">{words.nameOf(role)}</span>}
            description={toldOf(role, t)}
            action={<RoleMenu role={role} roles={roles} />}
          />
          <div className="flex flex-col gap-5">
            <Having role={role} />
            <RoleForm key={role.roleId} role={role} roles={roles} />
          </div>
        </>
      )}
    </Page>
  );
}

function toldOf(role: RoleRow, t: ReturnType<typeof useTranslations<'roles'>>): string | undefined {
  if (role.roleId === 'administrator') return t('fixed');
  if (isBuiltIn(role.roleId)) return role.isDefault ? t('defaults.is') : t('defaults.not');
  return undefined;
}

function RoleMenu({ role, roles }: { role: RoleRow; roles: RoleRow[] }) {
  const t = useTranslations('roles');
  const me = useMe();
  const [open, setOpen] = useState<'copy' | 'delete' | null>(null);
  if (!may(me, 'people', {})) return null;
  return (
    <>
      <Menu>
        <MenuTrigger>
          <Button size="icon" aria-label={t('menu')}>
            <EllipsisVertical />
          </Button>
        </MenuTrigger>
        <MenuContent align="end">
          <MenuItem onSelect={() => setOpen('copy')}>
            <Copy aria-hidden /> {t('copy')}
          </MenuItem>
          {!isBuiltIn(role.roleId) && (
            <MenuItem danger onSelect={() => setOpen('delete')}>
              <Trash2 aria-hidden /> {t('remove.submit')}
            </MenuItem>
          )}
        </MenuContent>
      </Menu>
      {open === 'copy' && (
        <NewRole roles={roles} from={role.roleId} open onOpenChange={(shown) => !shown && setOpen(null)} />
      )}
      {open === 'delete' && (
        <DeleteRole role={role} roles={roles} open onOpenChange={(shown) => !shown && setOpen(null)} />
      )}
    </>
  );
}

function Having({ role }: { role: RoleRow }) {
  const t = useTranslations('roles.having');
  const me = useMe();
  const { data: people = [] } = useQuery(useTRPC().people.list.queryOptions({}));
  const having = people.filter(({ employeeId }) => role.employeeIds.includes(employeeId));
  return (
    <Card title={t('title')} aside={<span className="text-ink-faint">{t('people', { count: having.length })}</span>}>
      {having.length === 0 ? (
        <p className="text-ink-soft">{t('nobody')}</p>
      ) : (
        <ul className="flex max-h-48 flex-wrap gap-x-5 gap-y-2 overflow-y-auto">
          {having.map((person) => (
            <li key={person.employeeId} className="flex max-w-full items-center gap-2">
              <Avatar {...person} size="sm" />
              <span className="truncate">
                {fullName(person)}
                {person.employeeId === me.employeeId && <span className="text-ink-faint"> {t('you')}</span>}
              </span>
            </li>
          ))}
        </ul>
      )}
      {role.invitations > 0 && (
        <p className="mt-2 text-sm text-ink-faint">{t('invitations', { count: role.invitations })}</p>
      )}
    </Card>
  );
}

export function RoleSkeleton() {
  return (
    <div aria-busy className="flex flex-col gap-5">
      <Skeleton className="h-7 w-48" />
      <Skeleton className="h-24 rounded-xl" />
      <Skeleton className="h-[36rem] rounded-xl" />
    </div>
  );
}
