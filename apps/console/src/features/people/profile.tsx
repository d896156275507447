'use client';

import { useQuery } from '@tanstack/react-query';
import { ChevronLeft } from 'lucide-react';
import Link from 'next/link';
import { useFormatter, useTranslations } from 'next-intl';

import { may } from '@switchboard/domain/access';

import { useTRPC } from '../../rpc/client.tsx';
import { codeOf } from '../../rpc/failure.ts';
import { useMe } from '../../rpc/me.ts';
import type { Profile } from '../../rpc/shapes.ts';
import { Avatar } from '../../ui/avatar.tsx';
import { Badge } from '../../ui/badge.tsx';
import { Card } from '../../ui/card.tsx';
import { Empty } from '../../ui/empty.tsx';
import { Failed } from '../../ui/failed.tsx';
import { Page } from '../../ui/page.tsx';
import { fullName } from '../../ui/person.ts';
import { PresenceWord } from '../../ui/presence.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { AbsencesCard } from './absences-card.tsx';
import { Dismissal, Reinstatement } from './dismissal.tsx';
import { PlaceCard } from './place-card.tsx';
import { ProfileForm } from './profile-form.tsx';
import { RolesCard } from './roles-card.tsx';
import { useRoles } from './use-roles.ts';
import { WorkdayCard } from './workday-card.tsx';

/** One person: who he is, where he answers, when he is not there, and whether he works here at all. */
export function ProfilePage({ employeeId }: { employeeId: string }) {
  const t = useTranslations('person');
  const { data, isError, error, refetch } = useQuery(useTRPC().people.employee.queryOptions({ employeeId }));
  return (
    <Page>
      <Link href="/people" className="mb-3 inline-flex items-center gap-1 self-start text-ink-soft hover:text-ink">
        <ChevronLeft className="size-4" aria-hidden /> {t('back')}
      </Link>
      {data !== undefined ? (
        <Whole profile={data} />
      ) : isError ? (
        codeOf(error) === 'NOT_FOUND' ? (
          <Empty icon={ChevronLeft} title={t('unknown')} />
        ) : (
          <Failed onRetry={() => void refetch()} />
        )
      ) : (
        <ProfileSkeleton />
      )}
    </Page>
  );
}

function Whole({ profile }: { profile: Profile }) {
  const t = useTranslations('person');
  const me = useMe();
  const { nameOf } = useRoles();
  const { employee } = profile;
  const self = employee.employeeId === me.employeeId;
  const manages = may(me, 'people', { person: employee.employeeId }) || may(me, 'people', {});
  const dismissed = employee.dismissedAt !== null;
  return (
    <>
      <header className="mb-6 flex flex-wrap items-center gap-x-4 gap-y-2">
        <Avatar {...employee} className="size-16 text-xl" />
        <div className="min-w-0 flex-1 basis-56">
          <h1 className="text-xl font-semibold tracking-tight break-words">{fullName(employee)}</h1>
          <p className="break-words text-ink-soft">
            {[employee.position, ...employee.roleIds.map(nameOf)].filter(Boolean).join(' · ')}
          </p>
          <Standing employee={employee} />
        </div>
        <Link
          href={`/dialogs?operator=${employee.employeeId}`}
          className="rounded-lg border border-edge bg-panel px-4 py-2 text-center hover:bg-hover"
        >
          <span className="block text-lg font-semibold tabular-nums">{employee.holds}</span>
          <span className="text-sm text-ink-faint">{t('holds', { count: employee.holds })}</span>
        </Link>
      </header>
      <div className="flex flex-col gap-5">
        {dismissed && manages && <Reinstatement employee={employee} />}
        {self || manages ? <ProfileForm employee={employee} /> : <Known employee={employee} />}
        <PlaceCard profile={profile} manages={manages && !dismissed} />
        {manages && !dismissed && <RolesCard employee={employee} />}
        {(self || manages) && <AbsencesCard employee={employee} manages={manages && !dismissed} />}
        {(self || manages) && <WorkdayCard employee={employee} self={self} manages={manages && !dismissed} />}
        {manages && !dismissed && !self && <Dismissal employee={employee} />}
      </div>
    </>
  );
}

/** Whether he is there now, and if not, since when. */
function Standing({ employee: { presence, since } }: { employee: Profile['employee'] }) {
  const t = useTranslations('person.standing');
  const format = useFormatter();
  const moment =
    since === null
      ? null
      : format.dateTime(since, { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' });
  return (
    <p className="mt-1 flex flex-wrap items-center gap-x-2 text-sm text-ink-soft">
      <PresenceWord presence={presence} />
      <span className="text-ink-faint">
        {t(presence)}
        {moment !== null && ` ${t('since', { moment })}`}
      </span>
    </p>
  );
}

/** What everybody may know of a colleague. */
function Known({ employee }: { employee: Profile['employee'] }) {
  const t = useTranslations('person.profile');
  return (
    <Card title={t('title')}>
      <dl className="grid gap-3 sm:grid-cols-2">
        <div>
          <dt className="text-sm text-ink-faint">{t('email')}</dt>
          <dd className="break-words">
            <a href={`mailto:${employee.email}`} className="text-accent hover:underline">
              {employee.email}
            </a>
          </dd>
        </div>
        {employee.position !== '' && (
          <div>
            <dt className="text-sm text-ink-faint">{t('position')}</dt>
            <dd className="break-words">{employee.position}</dd>
          </div>
        )}
      </dl>
      {employee.dismissedAt !== null && <Badge className="mt-3">{t('dismissed')}</Badge>}
    </Card>
  );
}

export function ProfileSkeleton() {
  return (
    <div aria-busy className="flex flex-col gap-5">
      <div className="flex items-center gap-4">
        <Skeleton className="size-16 rounded-full" />
        <div className="flex flex-col gap-2">
          <Skeleton className="h-6 w-48" />
          <Skeleton className="h-4 w-32" />
        </div>
      </div>
      <Skeleton className="h-80 rounded-xl" />
      <Skeleton className="h-44 rounded-xl" />
      <Skeleton className="h-44 rounded-xl" />
    </div>
  );
}
