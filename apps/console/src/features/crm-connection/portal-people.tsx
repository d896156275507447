'use client';

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useState } from 'react';

import { useTRPC } from '../../rpc/client.tsx';
import type { CrmConnectionView } from '../../rpc/shapes.ts';
import { Input, Select } from '../../ui/input.tsx';
import { fullName } from '../../ui/person.ts';
import { say } from '../../ui/toast.tsx';

type User = CrmConnectionView['users'][number];

/** So many are shown at once; others are found by their name. */
const mostShown = 30;

/** Who of the portal is who here: records and dialogs follow it. */
export function PortalPeople({ users }: { users: readonly User[] }) {
  const t = useTranslations('crmConnection');
  const [sought, setSought] = useState('');
  const words = sought.trim().toLowerCase();
  const found = users.filter(({ name, email }) => `${name} ${email}`.toLowerCase().includes(words));
  const known = users.filter(({ employeeId }) => employeeId !== null).length;
  return (
    <section aria-label={t('people.title')} className="border-t border-edge pt-4">
      <div className="flex flex-wrap items-baseline justify-between gap-x-4">
        <h3 className="font-medium">{t('people.title')}</h3>
        <p className="text-sm text-ink-faint">{t('people.known', { known, count: users.length })}</p>
      </div>
      <p className="mt-0.5 text-sm text-pretty text-ink-soft">{t('people.text')}</p>
      {users.length > 10 && (
        <Input
          type="search"
          aria-label={t('people.search')}
          placeholder={t('people.search')}
          value={sought}
          onChange={(event) => setSought(event.target.value)}
          className="mt-3 max-w-72"
        />
      )}
      {found.length === 0 ? (
        <p className="mt-3 text-ink-faint">{t(users.length === 0 ? 'people.empty' : 'people.notFound')}</p>
      ) : (
        <ul className="mt-3 divide-y divide-edge">
          {found.slice(0, mostShown).map((user) => (
            <PortalPerson key={user.externalId} user={user} />
          ))}
        </ul>
      )}
      {found.length > mostShown && (
        <p className="mt-2 text-sm text-ink-faint">{t('people.more', { count: found.length - mostShown })}</p>
      )}
    </section>
  );
}

function PortalPerson({ user }: { user: User }) {
  const t = useTranslations('crmConnection');
  const common = useTranslations('common');
  const trpc = useTRPC();
  const cache = useQueryClient();
  const { data: employees = [] } = useQuery(trpc.people.list.queryOptions({}));
  const put = useMutation(trpc.crmConnection.putUser.mutationOptions());
  const { externalId, employeeId } = user;
  const name = user.name || user.email || t('people.unnamed', { id: externalId });
  const choose = async (to: string | null) => {
    try {
      const answer = await put.mutateAsync({ externalId, employeeId: to });
      if (answer.put)
        say('done', t('people.put', { name }), { label: common('undo'), onClick: () => void choose(employeeId) });
      else say('refused', t('people.gone'));
    } catch {
      say('refused', t('failed'));
    }
    await cache.invalidateQueries({ queryKey: trpc.crmConnection.pathKey() });
  };
  const offered = employees.filter((one) => one.dismissedAt === null || one.employeeId === employeeId);
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-1.5 py-2.5">
      <div className="min-w-0 flex-1 basis-48">
        <p className="truncate">{name}</p>
        {user.email !== '' && <p className="truncate text-sm text-ink-faint">{user.email}</p>}
      </div>
      <div className="min-w-0 flex-1 basis-52 sm:max-w-72">
        <Select
          aria-label={t('people.here', { name })}
          value={employeeId ?? ''}
          disabled={put.isPending}
          onChange={(event) => void choose(event.target.value === '' ? null : event.target.value)}
        >
          <option value="">{t('people.nobody')}</option>
          {employeeId !== null && !offered.some((one) => one.employeeId === employeeId) && (
            <option value={employeeId}>…</option>
          )}
          {offered.map((one) => (
            <option key={one.employeeId} value={one.employeeId}>
              {fullName(one)}
            </option>
          ))}
        </Select>
      </div>
    </li>
  );
}
