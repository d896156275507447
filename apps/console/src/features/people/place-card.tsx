'use client';

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import Link from 'next/link';
import { useTranslations } from 'next-intl';

import { may } from '@switchboard/domain/access';

import { useTRPC } from '../../rpc/client.tsx';
import { useMe } from '../../rpc/me.ts';
import type { Profile } from '../../rpc/shapes.ts';
import { Badge } from '../../ui/badge.tsx';
import { Card } from '../../ui/card.tsx';
import { Field } from '../../ui/field.tsx';
import { say } from '../../ui/toast.tsx';
import { DepartmentSelect } from './department-select.tsx';
import { pathTo } from './tree.ts';

/** The department somebody is in, those he leads, and the lines he answers in, each with how he came there. */
export function PlaceCard({ profile, manages }: { profile: Profile; manages: boolean }) {
  const t = useTranslations('person.place');
  const common = useTranslations('common');
  const trpc = useTRPC();
  const cache = useQueryClient();
  const me = useMe();
  const { employee, leads, lines, hiddenLines } = profile;
  const { data: departments = [] } = useQuery(trpc.people.departments.queryOptions({}));
  const put = useMutation(trpc.people.putIntoDepartment.mutationOptions());
  const nameOf = (id: string) => departments.find(({ departmentId }) => departmentId === id)?.name ?? '…';
  const arranges = manages && may(me, 'people', {});
  const own = pathTo(departments, employee.departmentId);

  const change = async (departmentId: string | null, undo = true) => {
    const { employeeId } = employee;
    const before = employee.departmentId;
    try {
      const answer = await put.mutateAsync({ employeeId, departmentId });
      if (!answer.put) return say('refused', t('dismissed'));
      void cache.invalidateQueries({ queryKey: trpc.people.pathKey() });
      say(
        'done',
        departmentId === null ? t('taken') : t('put', { department: nameOf(departmentId) }),
        undo ? { label: common('undo'), onClick: () => void change(before, false) } : undefined,
      );
    } catch {
      say('refused', t('failed'));
    }
  };

  return (
    <Card title={t('title')} description={t('text')}>
      <div className="grid gap-4 sm:grid-cols-2">
        {arranges && departments.length > 0 ? (
          <Field label={t('department')}>
            {(control) => (
              <DepartmentSelect
                {...control}
                departments={departments}
                value={employee.departmentId}
                disabled={put.isPending}
                onChange={(departmentId) => void change(departmentId)}
              />
            )}
          </Field>
        ) : (
          <div>
            <p className="text-sm font-medium">{t('department')}</p>
            <p className="text-ink-soft">{own.length === 0 ? t('none') : own.map(({ name }) => name).join(' › ')}</p>
          </div>
        )}
        <div>
          <p className="text-sm font-medium">{t('leads')}</p>
          {leads.length === 0 ? (
            <p className="text-ink-soft">{t('leadsNone')}</p>
          ) : (
            <ul className="text-ink-soft">
              {leads.map((departmentId) => (
                <li key={departmentId} className="truncate">
                  <Link href={`/people/departments?department=${departmentId}`} className="text-accent hover:underline">
                    {nameOf(departmentId)}
                  </Link>
                </li>
              ))}
            </ul>
          )}
        </div>
      </div>
      <h3 className="mt-4 text-sm font-medium">{t('lines')}</h3>
      {lines.length === 0 && hiddenLines === 0 ? (
        <p className="text-ink-soft">{t('linesNone')}</p>
      ) : (
        <ul className="mt-1 divide-y divide-edge rounded-lg border border-edge">
          {lines.map((line) => (
            <li key={line.lineId} className="flex flex-wrap items-center gap-x-3 gap-y-0.5 px-3 py-2">
              <Link href={`/lines/${line.lineId}/queue`} className="min-w-0 truncate font-medium hover:underline">
                {line.name}
              </Link>
              {!line.active && <Badge>{t('inactive')}</Badge>}
              <span className="ml-auto truncate text-sm text-ink-faint">
                {line.through === null ? t('himself') : t('through', { department: nameOf(line.through) })}
              </span>
            </li>
          ))}
          {hiddenLines > 0 && (
            <li className="px-3 py-2 text-sm text-ink-faint">{t('hidden', { count: hiddenLines })}</li>
          )}
        </ul>
      )}
    </Card>
  );
}
