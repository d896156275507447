'use client';

import { useQuery } from '@tanstack/react-query';
import { useVirtualizer } from '@tanstack/react-virtual';
import { SearchX, UserPlus, Users } from 'lucide-react';
import Link from 'next/link';
import { usePathname, useSearchParams } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { useDeferredValue, useMemo, useRef, useState, type CSSProperties } from 'react';

import { mayAnywhere } from '@switchboard/domain/access';

import { useTRPC } from '../../rpc/client.tsx';
import { useMe } from '../../rpc/me.ts';
import type { Employee } from '../../rpc/shapes.ts';
import { Avatar } from '../../ui/avatar.tsx';
import { Button } from '../../ui/button.tsx';
import { cn } from '../../ui/cn.ts';
import { Empty } from '../../ui/empty.tsx';
import { Failed } from '../../ui/failed.tsx';
import { Input, Select } from '../../ui/input.tsx';
import { Modal } from '../../ui/modal.tsx';
import { useMounted } from '../../ui/mounted.ts';
import { Page, PageHeader } from '../../ui/page.tsx';
import { PeopleTabs } from '../../ui/people-tabs.tsx';
import { fullName } from '../../ui/person.ts';
import { PresenceWord } from '../../ui/presence.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { DepartmentSelect } from './department-select.tsx';
import { filtered, filterIn, states, withFilter, type PeopleFilter } from './filter.ts';
import { Invitations } from './invitations.tsx';
import { Invite } from './invite.tsx';
import { useRoles } from './use-roles.ts';
import { TrackingCard } from './workday-card.tsx';

/** Who works here, who is there now, and how much each holds. The filter lives in the address. */
export function PeopleList() {
  const t = useTranslations('people');
  const trpc = useTRPC();
  const me = useMe();
  const { data: people, isError, refetch } = useQuery(trpc.people.list.queryOptions({}));
  const { data: departments = [] } = useQuery(trpc.people.departments.queryOptions({}));
  const [inviting, setInviting] = useState(false);
  const search = useSearchParams();
  const filter = useDeferredValue(useMemo(() => filterIn(new URLSearchParams(search)), [search]));
  const found = useMemo(() => filtered(people ?? [], filter, departments), [people, filter, departments]);
  const names = useMemo(() => new Map(departments.map((one) => [one.departmentId, one.name])), [departments]);
  const mayInvite = mayAnywhere(me, 'people');
  const alone = people?.filter((person) => person.dismissedAt === null).length === 1;
  return (
    <Page wide>
      <PageHeader
        title={t('title')}
        description={t('text')}
        action={
          mayInvite && (
            <Button look="primary" onClick={() => setInviting(true)}>
              <UserPlus /> {t('invite.open')}
            </Button>
          )
        }
      />
      <PeopleTabs />
      <Filters filter={filter} departments={departments} count={found.length} />
      {people === undefined ? (
        isError ? (
          <Failed onRetry={() => void refetch()} />
        ) : (
          <PeopleSkeleton />
        )
      ) : found.length === 0 ? (
        <Empty icon={SearchX} title={t('nobody.title')} className="rounded-xl border border-edge bg-panel">
          {t('nobody.text')}
        </Empty>
      ) : (
        <Rows people={found} names={names} />
      )}
      {alone && mayInvite && (
        <Empty
          icon={Users}
          title={t('alone')}
          action={
            <Button look="primary" onClick={() => setInviting(true)}>
              {t('invite.open')}
            </Button>
          }
        />
      )}
      {mayInvite && <Invitations />}
      <TrackingCard />
      <Modal open={inviting} onOpenChange={setInviting} title={t('invite.title')} className="max-w-lg">
        <Invite />
      </Modal>
    </Page>
  );
}

function Filters({
  filter,
  departments,
  count,
}: {
  filter: PeopleFilter;
  departments: Parameters<typeof DepartmentSelect>[0]['departments'];
  count: number;
}) {
  const t = useTranslations('people.filter');
  const { roles } = useRoles();
  const path = usePathname();
  const search = useSearchParams();
  const [text, setText] = useState(filter.search);
  const set = (name: keyof PeopleFilter, value: string) =>
    window.history.replaceState(null, '', withFilter(path, new URLSearchParams(window.location.search), name, value));
  return (
    <div role="search" className="mb-3 grid grid-cols-2 gap-2 sm:grid-cols-[minmax(0,1fr)_11rem_12rem_11rem]">
      <Input
        type="search"
        value={text}
        onChange={(event) => {
          setText(event.target.value);
          set('search', event.target.value);
        }}
        placeholder={t('search')}
        aria-label={t('search')}
        className="col-span-2 sm:col-span-1"
      />
      <Select
        aria-label={t('state')}
        value={search.get('state') ?? ''}
        onChange={(event) => set('state', event.target.value)}
      >
        <option value="">{t('anyState')}</option>
        {states.map((state) => (
          <option key={state} value={state}>
            {t(`states.${state}`)}
          </option>
        ))}
      </Select>
      <DepartmentSelect
        aria-label={t('department')}
        departments={departments}
        value={filter.department}
        onChange={(value) => set('department', value ?? '')}
        none={t('anyDepartment')}
      >
        <option value="none">{t('noDepartment')}</option>
      </DepartmentSelect>
      <Select
        aria-label={t('role')}
        value={search.get('role') ?? ''}
        onChange={(event) => set('role', event.target.value)}
        className="col-span-2 sm:col-span-1"
      >
        <option value="">{t('anyRole')}</option>
        {roles.map(({ roleId, name }) => (
          <option key={roleId} value={roleId}>
            {name}
          </option>
        ))}
      </Select>
      <p role="status" className="sr-only">
        {t('found', { count })}
      </p>
    </div>
  );
}

const rowHeight = 57;
/** So many are drawn at once; of more only those that can be seen. */
const mostAtOnce = 60;

function Rows({ people, names }: { people: Employee[]; names: ReadonlyMap<string, string> }) {
  const t = useTranslations('people');
  const mounted = useMounted();
  const list = useRef<HTMLUListElement>(null);
  const many = mounted && people.length > mostAtOnce;
  const virtual = useVirtualizer({
    count: people.length,
    enabled: many,
    getScrollElement: () => list.current?.closest('main') ?? null,
    estimateSize: () => rowHeight,
    getItemKey: (index) => people[index]?.employeeId ?? index,
    overscan: 10,
    scrollMargin: list.current?.offsetTop ?? 0,
  });
  return (
    <div className="overflow-hidden rounded-xl border border-edge bg-panel">
      <div aria-hidden className={cn(columns, 'border-b border-edge py-2 text-xs font-medium text-ink-faint')}>
        <span>{t('column.person')}</span>
        <span className="hidden sm:block">{t('column.department')}</span>
        <span className="hidden lg:block">{t('column.role')}</span>
        <span className="hidden sm:block">{t('column.presence')}</span>
        <span className="text-right">{t('column.holds')}</span>
      </div>
      {many ? (
        <ul ref={list} aria-label={t('title')} className="relative" style={{ height: virtual.getTotalSize() }}>
          {virtual.getVirtualItems().map((item) => {
            const person = people[item.index];
            return person === undefined ? null : (
              <Row
                key={person.employeeId}
                person={person}
                names={names}
                place={{ 'aria-setsize': people.length, 'aria-posinset': item.index + 1 }}
                className="absolute inset-x-0 top-0"
                style={{ transform: `translateY(${item.start - virtual.options.scrollMargin}px)` }}
              />
            );
          })}
        </ul>
      ) : (
        <ul ref={list} aria-label={t('title')}>
          {people.slice(0, mostAtOnce).map((person) => (
            <Row key={person.employeeId} person={person} names={names} />
          ))}
        </ul>
      )}
    </div>
  );
}

const columns =
  'grid grid-cols-[minmax(0,1fr)_3.5rem] items-center gap-x-3 px-4 sm:grid-cols-[minmax(0,1fr)_minmax(0,10rem)_8.5rem_4rem] sm:px-5 lg:grid-cols-[minmax(0,1fr)_minmax(0,12rem)_minmax(0,12rem)_9rem_5rem]';

function Row({
  person,
  names,
  place,
  className,
  style,
}: {
  person: Employee;
  names: ReadonlyMap<string, string>;
  place?: { 'aria-setsize': number; 'aria-posinset': number };
  className?: string;
  style?: CSSProperties;
}) {
  const t = useTranslations('people');
  const me = useMe();
  const { nameOf } = useRoles();
  const department = person.departmentId === null ? '' : (names.get(person.departmentId) ?? '');
  const about = person.position === '' ? person.email : person.position;
  return (
    <li
      {...place}
      style={style}
      className={cn(
        columns,
        'relative h-[57px] border-b border-edge last:border-b-0 hover:bg-hover',
        person.dismissedAt !== null && 'text-muted',
        className,
      )}
    >
      <div className="flex min-w-0 items-center gap-3">
        <Avatar {...person} />
        <div className="min-w-0">
          <p className="truncate font-medium">
            <Link href={`/people/${person.employeeId}`} className="after:absolute after:inset-0">
              {fullName(person)}
            </Link>
            {person.employeeId === me.employeeId && <span className="font-normal text-ink-faint"> {t('you')}</span>}
          </p>
          <p className="truncate text-sm text-ink-faint">
            <PresenceWord presence={person.presence} className="sm:hidden" />
            <span className="hidden sm:inline">{about}</span>
          </p>
        </div>
      </div>
      <span className="hidden truncate text-ink-soft sm:block">{department}</span>
      <span className="hidden truncate text-ink-soft lg:block">{person.roleIds.map(nameOf).join(', ')}</span>
      <PresenceWord presence={person.presence} className="hidden text-sm sm:inline-flex" />
      <Link
        href={`/dialogs?operator=${person.employeeId}`}
        aria-label={t('holdsOf', { who: fullName(person), count: person.holds })}
        className={cn(
          'relative z-10 justify-self-end px-1 tabular-nums hover:underline',
          person.holds === 0 && 'text-ink-faint',
        )}
      >
        {person.holds}
      </Link>
    </li>
  );
}

export function PeopleSkeleton() {
  return (
    <div aria-busy className="divide-y divide-edge rounded-xl border border-edge bg-panel">
      {Array.from({ length: 8 }, (_, index) => (
        <div key={index} className="flex h-14 items-center gap-3 px-5">
          <Skeleton className="size-8 rounded-full" />
          <Skeleton className="h-3.5 w-40" />
          <Skeleton className="ml-auto h-3.5 w-20" />
        </div>
      ))}
    </div>
  );
}
