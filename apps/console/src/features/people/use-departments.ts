'use client';

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';

import { useTRPC } from '../../rpc/client.tsx';
import { fieldsOf } from '../../rpc/failure.ts';
import type { DepartmentRow } from '../../rpc/shapes.ts';
import { useFieldWords } from '../../ui/field-words.ts';
import { say } from '../../ui/toast.tsx';
import { afterMove, type Place } from './tree.ts';

export type Removal = { because: 'has-people' | 'has-departments' } | { because: 'in-a-queue'; lineIds: string[] };

/** The tree of departments and what can be done with it; each act shows at once and says what became of it. */
export function useDepartments() {
  const t = useTranslations('departments');
  const common = useTranslations('common');
  const words = useFieldWords();
  const trpc = useTRPC();
  const cache = useQueryClient();
  const key = trpc.people.departments.queryKey({});
  const departments = useQuery(trpc.people.departments.queryOptions({}));
  const people = useQuery(trpc.people.list.queryOptions({}));
  const { mutateAsync: createCall } = useMutation(trpc.people.createDepartment.mutationOptions());
  const { mutateAsync: renameCall } = useMutation(trpc.people.renameDepartment.mutationOptions());
  const { mutateAsync: moveCall } = useMutation(trpc.people.moveDepartment.mutationOptions());
  const { mutateAsync: headCall } = useMutation(trpc.people.setDepartmentHead.mutationOptions());
  const { mutateAsync: removeCall } = useMutation(trpc.people.removeDepartment.mutationOptions());
  const { mutateAsync: putCall } = useMutation(trpc.people.putIntoDepartment.mutationOptions());
  const reread = () => void cache.invalidateQueries({ queryKey: trpc.people.pathKey() });
  const undo = (act: () => Promise<unknown>) => ({ label: common('undo'), onClick: () => void act() });
  const find = (departmentId: string) =>
    cache.getQueryData(key)?.find((department) => department.departmentId === departmentId);

  /** Acts, reads anew, and where the call failed says so and shows what was before. */
  async function attempt<T>(act: () => Promise<T>): Promise<T | null> {
    const before = cache.getQueryData(key);
    try {
      return await act();
    } catch (error) {
      cache.setQueryData(key, before);
      const [problem] = Object.values(fieldsOf(error));
      say('refused', words(problem) ?? t('failed'));
      return null;
    } finally {
      reread();
    }
  }

  const patch = (departmentId: string, values: Partial<DepartmentRow>) =>
    cache.setQueryData(key, (list) =>
      list?.map((department) => (department.departmentId === departmentId ? { ...department, ...values } : department)),
    );

  async function create(name: string, parentId: string | null): Promise<string | null> {
    const answer = await attempt(() => createCall({ name, parentId }));
    if (answer === null) return null;
    if (!answer.created) {
      say('refused', t(`refused.${answer.because}`));
      return null;
    }
    cache.setQueryData(key, (list) => [...(list ?? []), answer.department]);
    return answer.department.departmentId;
  }

  async function rename(departmentId: string, name: string, undoable = true): Promise<void> {
    const former = find(departmentId)?.name;
    if (former === undefined || former === name) return;
    const answer = await attempt(() => {
      patch(departmentId, { name });
      return renameCall({ departmentId, name });
    });
    if (answer !== null)
      say('done', t('renamed', { name }), undoable ? undo(() => rename(departmentId, former, false)) : undefined);
  }

  async function move(departmentId: string, to: Place, undoable = true): Promise<void> {
    const list = cache.getQueryData(key) ?? [];
    const one = find(departmentId);
    if (one === undefined) return;
    const place = list.filter(({ parentId }) => parentId === one.parentId).indexOf(one);
    const from = { parentId: one.parentId, place };
    const answer = await attempt(() => {
      cache.setQueryData(key, afterMove(list, departmentId, to));
      return moveCall({ departmentId, ...to });
    });
    if (answer === null) return;
    if (!answer.moved) say('refused', t(`refused.${answer.because}`));
    else
      say('done', t('moved', { name: one.name }), undoable ? undo(() => move(departmentId, from, false)) : undefined);
  }

  async function setHead(departmentId: string, employeeId: string | null, undoable = true): Promise<void> {
    const former = find(departmentId)?.headId ?? null;
    const answer = await attempt(() => {
      patch(departmentId, { headId: employeeId });
      return headCall({ departmentId, employeeId });
    });
    if (answer === null) return;
    if (!answer.set) say('refused', t('refused.dismissed'));
    else say('done', t('headSet'), undoable ? undo(() => setHead(departmentId, former, false)) : undefined);
  }

  async function put(employeeId: string, departmentId: string | null, undoable = true): Promise<void> {
    const list = cache.getQueryData(key) ?? [];
    const former = list.find(({ memberIds }) => memberIds.includes(employeeId))?.departmentId ?? null;
    if (former === departmentId) return;
    const answer = await attempt(() => {
      cache.setQueryData(
        key,
        list.map((one) => ({
          ...one,
          memberIds: [
            ...one.memberIds.filter((id) => id !== employeeId),
            ...(one.departmentId === departmentId ? [employeeId] : []),
          ],
        })),
      );
      return putCall({ employeeId, departmentId });
    });
    if (answer === null) return;
    const name = departmentId === null ? null : (find(departmentId)?.name ?? '…');
    if (!answer.put) say('refused', t('refused.dismissed'));
    else
      say(
        'done',
        name === null ? t('taken') : t('put', { name }),
        undoable ? undo(() => put(employeeId, former, false)) : undefined,
      );
  }

  /** Why it is not taken away, or null. */
  async function remove(departmentId: string): Promise<Removal | null> {
    const one = find(departmentId);
    if (one === undefined) return null;
    const answer = await attempt(() => removeCall({ departmentId }));
    if (answer === null) return null;
    if (!answer.removed) return answer;
    cache.setQueryData(key, (list) => list?.filter((department) => department.departmentId !== departmentId));
    say(
      'done',
      t('removed', { name: one.name }),
      undo(async () => {
        const again = await create(one.name, one.parentId);
        if (again !== null && one.headId !== null) await setHead(again, one.headId, false);
      }),
    );
    return null;
  }

  return { departments, people, create, rename, move, setHead, put, remove };
}
