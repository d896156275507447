'use client';

import { useQuery } from '@tanstack/react-query';
import { Plus } from 'lucide-react';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { useState } from 'react';

import { may, type Reach } from '@switchboard/domain/access';

import { useTRPC } from '../../rpc/client.tsx';
import { useMe } from '../../rpc/me.ts';
import type { RoleRow } from '../../rpc/shapes.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { cn } from '../../ui/cn.ts';
import { Failed } from '../../ui/failed.tsx';
import { Page, PageHeader } from '../../ui/page.tsx';
import { PeopleTabs } from '../../ui/people-tabs.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { groupNames, groups } from './groups.ts';
import { NewRole } from './new-role.tsx';
import { useRoleWords } from './use-role-words.ts';

/** Every right beside every role, and how far each reaches. */
export function RolesTable() {
  const t = useTranslations('roles');
  const trpc = useTRPC();
  const me = useMe();
  const { data: roles, isError, refetch } = useQuery(trpc.roles.list.queryOptions({}));
  const [making, setMaking] = useState(false);
  const mayChange = may(me, 'people', {});
  return (
    <Page wide>
      <PageHeader
        title={t('title')}
        description={t('text')}
        action={
          mayChange && (
            <Button look="primary" onClick={() => setMaking(true)} disabled={roles === undefined}>
              <Plus /> {t('create.open')}
            </Button>
          )
        }
      />
      <PeopleTabs />
      {roles === undefined ? (
        isError ? (
          <Failed onRetry={() => void refetch()} />
        ) : (
          <Skeleton className="h-[40rem] rounded-xl" />
        )
      ) : (
        <Table roles={roles} />
      )}
      {roles !== undefined && making && (
        <NewRole roles={roles} from="operator" open onOpenChange={(open) => setMaking(open)} />
      )}
    </Page>
  );
}

function Table({ roles }: { roles: RoleRow[] }) {
  const t = useTranslations('roles');
  const words = useRoleWords();
  return (
    <div
      role="region"
      tabIndex={0}
      aria-label={t('table.label')}
      className="relative max-w-full overflow-x-auto rounded-xl border border-edge bg-panel"
    >
      <table className="w-full border-separate border-spacing-0 text-left">
        <thead>
          <tr>
            <th
              scope="col"
              className="sticky left-0 z-10 w-px min-w-32 border-b border-edge bg-panel px-3 py-2.5 align-bottom text-xs font-medium text-ink-faint sm:min-w-56 sm:px-5"
            >
              {t('table.right')}
            </th>
            {roles.map((role) => (
              <th
                key={role.roleId}
                scope="col"
                className="min-w-28 border-b border-edge px-3 py-2.5 align-bottom font-normal"
              >
                <Link
                  href={`/people/roles/${role.roleId}`}
                  className="block max-w-44 truncate font-medium text-accent underline-offset-2 hover:underline"
                >
                  {words.nameOf(role)}
                </Link>
                <span className="flex flex-wrap items-center gap-x-1.5 text-xs text-ink-faint">
                  {t('having.people', { count: role.employeeIds.length })}
                  {!role.isDefault && role.name === '' && <Badge>{t('changed')}</Badge>}
                </span>
              </th>
            ))}
          </tr>
        </thead>
        {groupNames.map((group) => (
          <tbody key={group}>
            <tr>
              <th
                scope="rowgroup"
                colSpan={roles.length + 1}
                className="bg-ground pt-3 pb-1.5 text-xs font-semibold text-ink-soft"
              >
                <span className="sticky left-0 px-3 sm:px-5">{t(`group.${group}`)}</span>
              </th>
            </tr>
            {groups[group].map((action) => (
              <tr key={action} className="group">
                <th
                  scope="row"
                  className="sticky left-0 z-10 border-t border-edge bg-panel px-3 py-2 font-normal group-hover:bg-hover sm:px-5"
                >
                  {words.action(action)}
                </th>
                {roles.map((role) => {
                  const reach = role.rights.general[action];
                  const others = Object.values(role.rights.lines).filter(
                    (line) => line[action] !== undefined && line[action] !== reach,
                  ).length;
                  return (
                    <td
                      key={role.roleId}
                      title={words.sentence(action, reach)}
                      className="border-t border-edge px-3 py-2 align-top group-hover:bg-hover"
                    >
                      <ReachWord reach={reach} />
                      {others > 0 && (
                        <span className="block text-xs text-ink-faint">{t('table.exceptions', { count: others })}</span>
                      )}
                    </td>
                  );
                })}
              </tr>
            ))}
          </tbody>
        ))}
      </table>
    </div>
  );
}

/** How far, as a word and as so many filled marks of three. */
function ReachWord({ reach }: { reach: Reach }) {
  const words = useRoleWords();
  const filled = { none: 0, own: 1, department: 2, any: 3 }[reach];
  return (
    <span className={cn('inline-flex items-center gap-2', filled === 0 && 'text-ink-faint')}>
      <span className="flex gap-0.5" aria-hidden>
        {[1, 2, 3].map((mark) => (
          <span key={mark} className={cn('h-2.5 w-1 rounded-full', mark <= filled ? 'bg-ink-soft' : 'bg-edge')} />
        ))}
      </span>
      {words.reach(reach)}
    </span>
  );
}
