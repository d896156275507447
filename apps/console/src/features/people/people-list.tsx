'use client';

import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { useTranslations } from 'next-intl';

import { isBuiltIn, may } from '@switchboard/domain/access';

import { useTRPC } from '../../rpc/client.tsx';
import { useMe } from '../../rpc/me.ts';
import { Avatar } from '../../ui/avatar.tsx';
import { Badge } from '../../ui/badge.tsx';
import { Card } from '../../ui/card.tsx';
import { cn } from '../../ui/cn.ts';
import { Failed } from '../../ui/failed.tsx';
import { Page, PageHeader } from '../../ui/page.tsx';
import { fullName } from '../../ui/person.ts';
import { PresenceWord } from '../../ui/presence.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { Invitations } from './invitations.tsx';
import { Invite } from './invite.tsx';

/** Who works here, who is there now, and how much each holds. */
export function PeopleList() {
  const t = useTranslations('people');
  const trpc = useTRPC();
  const me = useMe();
  const { data: people, isError, refetch } = useQuery(trpc.people.list.queryOptions({}));
  const mayInvite = may(me, 'people', {});
  return (
    <Page>
      <PageHeader title={t('title')} description={t('text')} />
      {mayInvite && (
        <Card title={t('invite.title')} className="mb-6">
          <Invite />
        </Card>
      )}
      {people === undefined ? (
        isError ? (
          <Failed onRetry={() => void refetch()} />
        ) : (
          <PeopleSkeleton />
        )
      ) : (
        <div className="rounded-xl border border-edge bg-panel">
          <table className="w-full text-left">
            <thead className="text-xs text-ink-faint">
              <tr className="border-b border-edge [&>th]:px-2 [&>th]:py-2 [&>th]:font-medium [&>th:first-child]:pl-4 sm:[&>th:first-child]:pl-5 [&>th:last-child]:pr-4 sm:[&>th:last-child]:pr-5">
                <th scope="col">{t('column.person')}</th>
                <th scope="col" className="hidden sm:table-cell">
                  {t('column.role')}
                </th>
                <th scope="col">{t('column.presence')}</th>
                <th scope="col" className="text-right">
                  {t('column.holds')}
                </th>
              </tr>
            </thead>
            <tbody className="divide-y divide-edge">
              {people.map((person) => (
                <tr
                  key={person.employeeId}
                  className={cn(
                    '[&>td]:px-2 [&>td]:py-2.5 [&>td:first-child]:pl-4 sm:[&>td:first-child]:pl-5 [&>td:last-child]:pr-4 sm:[&>td:last-child]:pr-5',
                    person.dismissedAt !== null && 'text-muted',
                  )}
                >
                  <td className="w-full max-w-0">
                    <div className="flex items-center gap-3">
                      <Avatar {...person} className="hidden sm:inline-flex" />
                      <div className="min-w-0">
                        <p className="truncate font-medium">
                          {fullName(person)}
                          {person.employeeId === me.employeeId && (
                            <span className="font-normal text-ink-faint"> {t('you')}</span>
                          )}
                        </p>
                        <p className="truncate text-sm text-ink-faint">
                          {person.position === '' ? person.email : person.position}
                        </p>
                      </div>
                    </div>
                  </td>
                  <td className="hidden sm:table-cell">
                    {person.roleIds.map(
                      (roleId) => isBuiltIn(roleId) && <Badge key={roleId}>{t(`invite.roles.${roleId}`)}</Badge>,
                    )}
                  </td>
                  <td className="whitespace-nowrap">
                    <PresenceWord presence={person.presence} className="text-sm" />
                  </td>
                  <td className="text-right tabular-nums">
                    <Link
                      href={`/dialogs?operator=${person.employeeId}`}
                      aria-label={t('holdsOf', { who: fullName(person), count: person.holds })}
                      className={cn('hover:underline', person.holds === 0 && 'text-ink-faint')}
                    >
                      {person.holds}
                    </Link>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {people?.length === 1 && mayInvite && <p className="mt-3 text-center text-ink-soft">{t('alone')}</p>}
      {mayInvite && <Invitations />}
    </Page>
  );
}

export function PeopleSkeleton() {
  return (
    <div aria-busy className="divide-y divide-edge rounded-xl border border-edge bg-panel">
      {Array.from({ length: 5 }, (_, index) => (
        <div key={index} className="flex h-14 items-center gap-3 px-5">
          <Skeleton className="size-8 rounded-full" />
          <Skeleton className="h-3.5 w-40" />
          <Skeleton className="ml-auto h-3.5 w-20" />
        </div>
      ))}
    </div>
  );
}
