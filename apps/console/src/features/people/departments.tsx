'use client';

import { useQuery } from '@tanstack/react-query';
import { ChevronRight, Ellipsis, GripVertical, Network, Plus, SearchX, UserPlus, UserRoundX, X } from 'lucide-react';
import Link from 'next/link';
import { useSearchParams } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { useRef, useState, type DragEvent, type KeyboardEvent } from 'react';

import { may } from '@switchboard/domain/access';

import { useTRPC } from '../../rpc/client.tsx';
import { useMe } from '../../rpc/me.ts';
import type { DepartmentRow, Employee } from '../../rpc/shapes.ts';
import { Avatar } from '../../ui/avatar.tsx';
import { Button } from '../../ui/button.tsx';
import { cn } from '../../ui/cn.ts';
import { Empty } from '../../ui/empty.tsx';
import { Failed } from '../../ui/failed.tsx';
import { Field } from '../../ui/field.tsx';
import { Input } from '../../ui/input.tsx';
import { Menu, MenuContent, MenuDivider, MenuItem, MenuTrigger } from '../../ui/menu.tsx';
import { Modal } from '../../ui/modal.tsx';
import { Page, PageHeader } from '../../ui/page.tsx';
import { PeopleTabs } from '../../ui/people-tabs.tsx';
import { fullName } from '../../ui/person.ts';
import { PresenceWord } from '../../ui/presence.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { DepartmentSelect } from './department-select.tsx';
import { PersonPicker } from './person-picker.tsx';
import { mayStandIn, partsOf, pathTo, placeAt, rowsOf, stepOf, withParts, type Step } from './tree.ts';
import { useDepartments, type Removal } from './use-departments.ts';

type Acts = ReturnType<typeof useDepartments>;
type Dragged = { what: 'department' | 'person'; id: string };
type Where = 'before' | 'within' | 'after';

/** The company's tree: what is part of what, who leads it and who belongs to it. What is open stands in the address. */
export function Departments() {
  const t = useTranslations('departments');
  const me = useMe();
  const acts = useDepartments();
  const search = useSearchParams();
  const arranges = may(me, 'people', {});
  const [folded, setFolded] = useState<ReadonlySet<string>>(new Set());
  const [text, setText] = useState('');
  const [naming, setNaming] = useState<{ parentId: string | null } | null>(null);
  const [moving, setMoving] = useState<DepartmentRow | null>(null);
  const [refused, setRefused] = useState<{ departmentId: string; removal: Removal } | null>(null);
  const list = acts.departments.data;
  const people = acts.people.data;
  const asked = search.get('department');
  const open =
    asked === 'none' ? 'none' : (list?.find(({ departmentId }) => departmentId === asked) ?? list?.[0] ?? 'none');
  const show = (departmentId: string) => {
    setRefused(null);
    window.history.replaceState(null, '', `/people/departments?department=${departmentId}`);
  };
  const remove = async (departmentId: string) => {
    show(departmentId);
    const removal = await acts.remove(departmentId);
    setRefused(removal === null ? null : { departmentId, removal });
  };
  const outside =
    people?.filter(({ departmentId, dismissedAt }) => departmentId === null && dismissedAt === null) ?? [];

  return (
    <Page wide>
      <PageHeader
        title={t('title')}
        description={t('text')}
        action={
          arranges && (
            <Button look="primary" onClick={() => setNaming({ parentId: null })}>
              <Plus /> {t('new')}
            </Button>
          )
        }
      />
      <PeopleTabs />
      {list === undefined || people === undefined ? (
        acts.departments.isError || acts.people.isError ? (
          <Failed
            onRetry={() => {
              void acts.departments.refetch();
              void acts.people.refetch();
            }}
          />
        ) : (
          <DepartmentsSkeleton />
        )
      ) : list.length === 0 ? (
        <Empty
          icon={Network}
          title={t('empty.title')}
          className="rounded-xl border border-edge bg-panel"
          action={
            arranges && (
              <Button look="primary" onClick={() => setNaming({ parentId: null })}>
                {t('new')}
              </Button>
            )
          }
        >
          {t('empty.text')}
        </Empty>
      ) : (
        <div className="grid items-start gap-5 lg:grid-cols-[minmax(0,1fr)_minmax(0,1fr)]">
          <div className="min-w-0">
            <div className="mb-2 flex gap-2">
              <Input
                type="search"
                value={text}
                onChange={(event) => setText(event.target.value)}
                placeholder={t('search')}
                aria-label={t('search')}
              />
              <Button
                className={cn(list.every(({ parentId }) => parentId === null) && 'hidden')}
                onClick={() =>
                  setFolded(folded.size > 0 ? new Set() : new Set(list.map(({ departmentId }) => departmentId)))
                }
              >
                {folded.size > 0 ? t('unfoldAll') : t('foldAll')}
              </Button>
            </div>
            <Tree
              list={list}
              people={people}
              folded={folded}
              onFold={(departmentId) => {
                const next = new Set(folded);
                if (!next.delete(departmentId)) next.add(departmentId);
                setFolded(next);
              }}
              sought={text}
              open={open === 'none' ? 'none' : open.departmentId}
              outside={outside.length}
              onOpen={show}
              onNewPart={(parentId) => setNaming({ parentId })}
              onMoveTo={setMoving}
              onRemove={(departmentId) => void remove(departmentId)}
              acts={acts}
              arranges={arranges}
            />
            {arranges && <p className="mt-2 hidden text-sm text-pretty text-ink-faint sm:block">{t('keys')}</p>}
          </div>
          {open === 'none' ? (
            <Outside people={outside} list={list} acts={acts} arranges={arranges} />
          ) : (
            <OpenDepartment
              key={open.departmentId}
              department={open}
              list={list}
              people={people}
              acts={acts}
              arranges={arranges}
              refused={refused?.departmentId === open.departmentId ? refused.removal : null}
              onOpen={show}
            />
          )}
        </div>
      )}
      <Modal open={naming !== null} onOpenChange={(next) => !next && setNaming(null)} title={t('newTitle')}>
        {naming !== null && (
          <NewDepartment
            list={list ?? []}
            parentId={naming.parentId}
            onCreate={async (name, parentId) => {
              const made = await acts.create(name, parentId);
              if (made === null) return;
              setNaming(null);
              show(made);
            }}
          />
        )}
      </Modal>
      <Modal
        open={moving !== null}
        onOpenChange={(next) => !next && setMoving(null)}
        title={moving === null ? '' : t('moveTitle', { name: moving.name })}
      >
        {moving !== null && (
          <MoveTo
            department={moving}
            list={list ?? []}
            onMove={(parentId) => {
              setMoving(null);
              const place = partsOf(list ?? [], parentId).filter((one) => one !== moving).length;
              void acts.move(moving.departmentId, { parentId, place });
            }}
          />
        )}
      </Modal>
    </Page>
  );
}

const indents = ['pl-1', 'pl-6', 'pl-11', 'pl-16', 'pl-20', 'pl-24', 'pl-28'] as const;

function Tree({
  list,
  people,
  folded,
  onFold,
  sought,
  open,
  outside,
  onOpen,
  onNewPart,
  onMoveTo,
  onRemove,
  acts,
  arranges,
}: {
  list: DepartmentRow[];
  people: Employee[];
  folded: ReadonlySet<string>;
  onFold: (departmentId: string) => void;
  sought: string;
  open: string;
  outside: number;
  onOpen: (departmentId: string) => void;
  onNewPart: (departmentId: string) => void;
  onMoveTo: (department: DepartmentRow) => void;
  onRemove: (departmentId: string) => void;
  acts: Acts;
  arranges: boolean;
}) {
  const t = useTranslations('departments');
  const tree = useRef<HTMLUListElement>(null);
  const [over, setOver] = useState<{ id: string; where: Where } | null>(null);
  const [renaming, setRenaming] = useState<string | null>(null);
  const [told, setTold] = useState('');
  const dragged = useRef<Dragged | null>(null);
  const rows = rowsOf(list, folded, sought);
  const names = new Map(people.map((person) => [person.employeeId, fullName(person)]));

  const step = (department: DepartmentRow, which: Step) => {
    const place = stepOf(list, department.departmentId, which);
    if (place === null) return;
    void acts.move(department.departmentId, place);
    setTold(t(`stepped.${which}`, { name: department.name }));
  };
  const focus = (index: number) =>
    tree.current?.querySelectorAll<HTMLButtonElement>('[data-row]')[Math.max(0, index)]?.focus();
  const keys = (event: KeyboardEvent, row: (typeof rows)[number], index: number) => {
    const { department } = row;
    const steps: Record<string, Step> = { ArrowUp: 'up', ArrowDown: 'down', ArrowRight: 'in', ArrowLeft: 'out' };
    const which = steps[event.key];
    if (event.altKey && which !== undefined) {
      event.preventDefault();
      if (arranges) step(department, which);
      return;
    }
    if (event.key === 'ArrowDown') focus(index + 1);
    else if (event.key === 'ArrowUp') focus(index - 1);
    else if (event.key === 'ArrowRight' && row.parts > 0 && !row.open) onFold(department.departmentId);
    else if (event.key === 'ArrowLeft' && row.open) onFold(department.departmentId);
    else if (event.key === 'F2' && arranges) setRenaming(department.departmentId);
    else if (event.key === 'Delete' && arranges) onRemove(department.departmentId);
    else return;
    event.preventDefault();
  };

  const whereIn = (event: DragEvent): Where => {
    const box = event.currentTarget.getBoundingClientRect();
    const part = (event.clientY - box.top) / box.height;
    return part < 0.25 ? 'before' : part > 0.75 ? 'after' : 'within';
  };
  // Whatever is dragged is done by the menu and the keys as well.
  const grabs = (department: DepartmentRow) => ({
    draggable: arranges && renaming !== department.departmentId,
    onDragStart: (event: DragEvent) => {
      dragged.current = { what: 'department', id: department.departmentId };
      event.dataTransfer.effectAllowed = 'move';
      event.dataTransfer.setData('text/plain', department.name);
    },
    onDragEnd: () => {
      dragged.current = null;
      setOver(null);
    },
  });
  const takesOut = {
    onDragOver: (event: DragEvent) => {
      if (!arranges || personOf(event) === null) return;
      event.preventDefault();
      setOver({ id: 'none', where: 'within' });
    },
    onDragLeave: () => setOver(null),
    onDrop: (event: DragEvent) => {
      event.preventDefault();
      setOver(null);
      const now = personIn(event);
      if (now !== null) void acts.put(now.id, null);
    },
  };
  const takes = (department: DepartmentRow) => ({
    onDragOver: (event: DragEvent) => {
      const now = dragged.current ?? personOf(event);
      if (now === null || !arranges) return;
      const where = now.what === 'person' ? 'within' : whereIn(event);
      if (now.what === 'department' && placeAt(list, now.id, department, where) === null) return setOver(null);
      event.preventDefault();
      setOver({ id: department.departmentId, where });
    },
    onDragLeave: () => setOver(null),
    onDrop: (event: DragEvent) => {
      event.preventDefault();
      setOver(null);
      const now = dragged.current ?? personIn(event);
      dragged.current = null;
      if (now === null) return;
      if (now.what === 'person') return void acts.put(now.id, department.departmentId);
      const place = placeAt(list, now.id, department, whereIn(event));
      if (place !== null) void acts.move(now.id, place);
    },
  });

  return (
    <div className="rounded-xl border border-edge bg-panel p-1.5">
      <ul ref={tree} aria-label={t('title')}>
        {rows.length === 0 && <Empty icon={SearchX} title={t('notFound')} className="py-8" />}
        {rows.map((row, index) => {
          const { department, depth, parts } = row;
          const { departmentId, name } = department;
          const here = over?.id === departmentId ? over.where : null;
          return (
            <li
              key={departmentId}
              aria-level={depth + 1}
              {...grabs(department)}
              {...takes(department)}
              className={cn(
                'group relative flex min-h-10 items-center gap-1 rounded-md pr-1',
                indents[Math.min(depth, indents.length - 1)],
                open === departmentId ? 'bg-accent-soft' : 'hover:bg-hover',
                here === 'within' && 'outline-2 -outline-offset-2 outline-accent-fill',
                here === 'before' && 'before:absolute before:inset-x-1 before:top-0 before:h-0.5 before:bg-accent-fill',
                here === 'after' && 'after:absolute after:inset-x-1 after:bottom-0 after:h-0.5 after:bg-accent-fill',
              )}
            >
              {parts > 0 ? (
                <button
                  type="button"
                  aria-expanded={row.open}
                  aria-label={row.open ? t('fold', { name }) : t('unfold', { name })}
                  onClick={() => onFold(departmentId)}
                  className="flex size-7 shrink-0 items-center justify-center rounded-md text-ink-faint hover:text-ink"
                >
                  <ChevronRight className={cn('size-4 transition-transform', row.open && 'rotate-90')} aria-hidden />
                </button>
              ) : (
                <span className="size-7 shrink-0" />
              )}
              {renaming === departmentId ? (
                <Rename
                  name={name}
                  onDone={(next) => {
                    setRenaming(null);
                    if (next !== null) void acts.rename(departmentId, next);
                    setTimeout(() => focus(index));
                  }}
                />
              ) : (
                <button
                  type="button"
                  data-row
                  aria-current={open === departmentId}
                  onClick={() => onOpen(departmentId)}
                  onDoubleClick={() => arranges && setRenaming(departmentId)}
                  onKeyDown={(event) => keys(event, row, index)}
                  className="flex min-w-0 flex-1 items-baseline gap-2 rounded-md py-1.5 text-left"
                >
                  <span className="truncate font-medium">{name}</span>
                  {department.headId !== null && (
                    <span className="hidden truncate text-sm text-ink-faint sm:inline">
                      {names.get(department.headId) ?? '…'}
                    </span>
                  )}
                  <span className="ml-auto shrink-0 text-sm text-ink-faint tabular-nums">
                    <span aria-hidden>{membersIn(list, departmentId)}</span>
                    <span className="sr-only">{t('people', { count: membersIn(list, departmentId) })}</span>
                  </span>
                </button>
              )}
              {arranges && (
                <>
                  <GripVertical
                    className="hidden size-4 shrink-0 cursor-grab text-ink-faint opacity-0 group-hover:opacity-100 sm:block"
                    aria-hidden
                  />
                  <Menu>
                    <MenuTrigger>
                      <Button look="quiet" size="icon-sm" aria-label={t('more', { name })}>
                        <Ellipsis />
                      </Button>
                    </MenuTrigger>
                    <MenuContent align="end">
                      <MenuItem onSelect={() => setTimeout(() => setRenaming(departmentId))}>{t('rename')}</MenuItem>
                      <MenuItem onSelect={() => onNewPart(departmentId)}>{t('newPart')}</MenuItem>
                      <MenuDivider />
                      <MenuItem onSelect={() => onMoveTo(department)}>{t('moveTo')}</MenuItem>
                      {(['up', 'down', 'in', 'out'] as const).map((which) => (
                        <MenuItem
                          key={which}
                          disabled={stepOf(list, departmentId, which) === null}
                          onSelect={() => step(department, which)}
                        >
                          {t(`step.${which}`)}
                        </MenuItem>
                      ))}
                      <MenuDivider />
                      <MenuItem danger onSelect={() => onRemove(departmentId)}>
                        {t('remove')}
                      </MenuItem>
                    </MenuContent>
                  </Menu>
                </>
              )}
            </li>
          );
        })}
        {sought.trim() === '' && (
          <li
            {...takesOut}
            className={cn(
              'mt-1 border-t border-edge pt-1',
              over?.id === 'none' && 'outline-2 -outline-offset-2 outline-accent-fill',
            )}
          >
            <button
              type="button"
              data-row
              aria-current={open === 'none'}
              onClick={() => onOpen('none')}
              className={cn(
                'flex min-h-10 w-full items-baseline gap-2 rounded-md py-1.5 pr-10 pl-9 text-left text-ink-soft sm:pr-15',
                open === 'none' ? 'bg-accent-soft' : 'hover:bg-hover',
              )}
            >
              <span className="truncate">{t('outside')}</span>
              <span className="ml-auto text-sm text-ink-faint tabular-nums">{outside}</span>
            </button>
          </li>
        )}
      </ul>
      <p aria-live="polite" className="sr-only">
        {told}
      </p>
    </div>
  );
}

const personType = 'application/x-switchboard-person';

/** Somebody can be taken by his row and dropped onto a department. */
function dragsPerson({ employeeId }: Employee, draggable: boolean) {
  return {
    draggable,
    onDragStart: (event: DragEvent) => {
      event.dataTransfer.effectAllowed = 'move';
      event.dataTransfer.setData(personType, employeeId);
    },
  };
}

/** Somebody hovers over it; who, a browser tells only when he is dropped. */
function personOf(event: DragEvent): Dragged | null {
  return event.dataTransfer.types.includes(personType) ? { what: 'person', id: '' } : null;
}

function personIn(event: DragEvent): Dragged | null {
  const id = event.dataTransfer.getData(personType);
  return id === '' ? null : { what: 'person', id };
}

function membersIn(list: readonly DepartmentRow[], departmentId: string): number {
  const all = withParts(list, departmentId);
  return list.reduce((sum, one) => sum + (all.has(one.departmentId) ? one.memberIds.length : 0), 0);
}

function Rename({ name, onDone }: { name: string; onDone: (name: string | null) => void }) {
  const t = useTranslations('departments');
  const [text, setText] = useState(name);
  const done = useRef(false);
  const finish = (next: string | null) => {
    if (done.current) return;
    done.current = true;
    onDone(next === null || next.trim() === '' ? null : next.trim());
  };
  return (
    <Input
      autoFocus
      value={text}
      maxLength={100}
      aria-label={t('rename')}
      onFocus={(event) => event.target.select()}
      onChange={(event) => setText(event.target.value)}
      onBlur={() => finish(text)}
      onKeyDown={(event) => {
        if (event.key === 'Enter') finish(text);
        if (event.key === 'Escape') finish(null);
      }}
      className="flex-1"
    />
  );
}

function OpenDepartment({
  department,
  list,
  people,
  acts,
  arranges,
  refused,
  onOpen,
}: {
  department: DepartmentRow;
  list: DepartmentRow[];
  people: Employee[];
  acts: Acts;
  arranges: boolean;
  refused: Removal | null;
  onOpen: (departmentId: string) => void;
}) {
  const t = useTranslations('departments');
  const { departmentId, headId, memberIds, name } = department;
  const members = people.filter(({ employeeId }) => memberIds.includes(employeeId));
  const head = people.find(({ employeeId }) => employeeId === headId);
  const path = pathTo(list, department.parentId);
  const nameOf = (id: string | null) => list.find((one) => one.departmentId === id)?.name ?? '';
  return (
    <section aria-label={name} className="min-w-0 rounded-xl border border-edge bg-panel">
      <header className="border-b border-edge px-4 py-3.5 sm:px-5">
        {path.length > 0 && (
          <p className="truncate text-sm text-ink-faint">{path.map((one) => one.name).join(' › ')}</p>
        )}
        <h2 className="text-lg font-semibold break-words">{name}</h2>
        <p className="text-sm text-ink-soft">{t('answers', { count: department.people })}</p>
      </header>
      {refused !== null && <Refused removal={refused} departmentId={departmentId} list={list} onOpen={onOpen} />}
      <div className="px-4 py-3.5 sm:px-5">
        <h3 className="text-sm font-medium">{t('head')}</h3>
        <div className="mt-1.5 flex items-center gap-3">
          {head === undefined ? (
            <span className="text-ink-soft">{t('noHead')}</span>
          ) : (
            <Link href={`/people/${head.employeeId}`} className="flex min-w-0 items-center gap-2.5 hover:underline">
              <Avatar {...head} size="sm" />
              <span className="truncate">{fullName(head)}</span>
            </Link>
          )}
          {arranges && (
            <span className="ml-auto">
              <PersonPicker
                label={t('chooseHead')}
                people={people}
                chosen={new Set(headId === null ? [] : [headId])}
                onChoose={({ employeeId }) => void acts.setHead(departmentId, employeeId)}
                {...(headId === null
                  ? {}
                  : { none: { label: t('noHead'), onChoose: () => void acts.setHead(departmentId, null) } })}
              >
                <Button size="sm">{head === undefined ? t('chooseHead') : t('changeHead')}</Button>
              </PersonPicker>
            </span>
          )}
        </div>
        <p className="mt-1 text-sm text-ink-faint">{t('headHint')}</p>
      </div>
      <div className="border-t border-edge px-4 py-3.5 sm:px-5">
        <div className="mb-1.5 flex items-center justify-between gap-3">
          <h3 className="text-sm font-medium">{t('members', { count: members.length })}</h3>
          {arranges && (
            <PersonPicker
              label={t('addPeople')}
              people={people}
              chosen={new Set(memberIds)}
              several
              note={(person) => (person.departmentId === departmentId ? '' : nameOf(person.departmentId))}
              onChoose={({ employeeId }) =>
                void acts.put(employeeId, memberIds.includes(employeeId) ? null : departmentId)
              }
            >
              <Button size="sm">
                <UserPlus /> {t('addPeople')}
              </Button>
            </PersonPicker>
          )}
        </div>
        {members.length === 0 ? (
          <p className="text-ink-soft">{t('noMembers')}</p>
        ) : (
          <Members
            departmentId={departmentId}
            people={members}
            arranges={arranges}
            onRemove={({ employeeId }) => void acts.put(employeeId, null)}
          />
        )}
      </div>
    </section>
  );
}

/** So many people are shown beside the tree; the list of people has them all. */
const mostShown = 200;

function Rest({ count, departmentId }: { count: number; departmentId: string }) {
  const t = useTranslations('departments');
  if (count <= 0) return null;
  return (
    <li className="px-2 py-1.5">
      <Link href={`/people?department=${departmentId}`} className="text-accent hover:underline">
        {t('rest', { count })}
      </Link>
    </li>
  );
}

function Members({
  people,
  departmentId,
  arranges,
  onRemove,
}: {
  people: Employee[];
  departmentId: string;
  arranges: boolean;
  onRemove?: (person: Employee) => void;
}) {
  const t = useTranslations('departments');
  return (
    <ul className="-mx-2">
      {people.slice(0, mostShown).map((person) => (
        <li
          key={person.employeeId}
          {...dragsPerson(person, arranges)}
          className="flex min-h-10 items-center gap-2.5 rounded-md px-2 hover:bg-hover"
        >
          <Avatar {...person} size="sm" />
          <Link
            href={`/people/${person.employeeId}`}
            draggable={false}
            className="min-w-0 flex-1 truncate hover:underline"
          >
            {fullName(person)}
            {person.position !== '' && <span className="text-ink-faint"> · {person.position}</span>}
          </Link>
          <PresenceWord presence={person.presence} className="hidden text-sm sm:inline-flex" />
          {arranges && onRemove !== undefined && (
            <Button
              look="quiet"
              size="icon-sm"
              aria-label={t('takeOut', { who: fullName(person) })}
              onClick={() => onRemove(person)}
            >
              <X />
            </Button>
          )}
        </li>
      ))}
      <Rest count={people.length - mostShown} departmentId={departmentId} />
    </ul>
  );
}

function Outside({
  people,
  list,
  acts,
  arranges,
}: {
  people: Employee[];
  list: DepartmentRow[];
  acts: Acts;
  arranges: boolean;
}) {
  const t = useTranslations('departments');
  return (
    <section aria-label={t('outside')} className="min-w-0 rounded-xl border border-edge bg-panel">
      <header className="border-b border-edge px-4 py-3.5 sm:px-5">
        <h2 className="text-lg font-semibold">{t('outside')}</h2>
        <p className="text-sm text-ink-soft">{t('outsideText')}</p>
      </header>
      <div className="px-4 py-3.5 sm:px-5">
        {people.length === 0 ? (
          <Empty icon={UserRoundX} title={t('outsideNone')} className="py-6" />
        ) : arranges ? (
          <ul className="-mx-2">
            {people.slice(0, mostShown).map((person) => (
              <li
                key={person.employeeId}
                {...dragsPerson(person, true)}
                className="grid min-h-11 grid-cols-[auto_minmax(0,1fr)_minmax(0,9rem)] items-center gap-2.5 rounded-md px-2 hover:bg-hover"
              >
                <Avatar {...person} size="sm" />
                <Link href={`/people/${person.employeeId}`} draggable={false} className="truncate hover:underline">
                  {fullName(person)}
                </Link>
                <DepartmentSelect
                  aria-label={t('putWho', { who: fullName(person) })}
                  departments={list}
                  value={null}
                  none={t('putInto')}
                  onChange={(departmentId) => void acts.put(person.employeeId, departmentId)}
                />
              </li>
            ))}
            <Rest count={people.length - mostShown} departmentId="none" />
          </ul>
        ) : (
          <Members people={people} departmentId="none" arranges={false} />
        )}
      </div>
    </section>
  );
}

/** Why a department stays, with the way to what stands against it. */
function Refused({
  removal,
  departmentId,
  list,
  onOpen,
}: {
  removal: Removal;
  departmentId: string;
  list: DepartmentRow[];
  onOpen: (departmentId: string) => void;
}) {
  const t = useTranslations('departments.stays');
  const trpc = useTRPC();
  const lineIds = 'lineIds' in removal ? removal.lineIds : [];
  const { data: lines = [] } = useQuery(trpc.lines.list.queryOptions({}, { enabled: lineIds.length > 0 }));
  const parts = partsOf(list, departmentId);
  return (
    <div role="alert" className="border-b border-edge bg-waiting-soft px-4 py-3 sm:px-5">
      <p className="font-medium">{t(removal.because)}</p>
      {removal.because === 'has-departments' && (
        <ul className="mt-1 flex flex-wrap gap-x-3">
          {parts.map((part) => (
            <li key={part.departmentId}>
              <Button look="link" size="none" onClick={() => onOpen(part.departmentId)}>
                {part.name}
              </Button>
            </li>
          ))}
        </ul>
      )}
      {removal.because === 'has-people' && (
        <Link href={`/people?department=${departmentId}`} className="text-accent hover:underline">
          {t('showPeople')}
        </Link>
      )}
      {lineIds.length > 0 && (
        <ul className="mt-1 flex flex-wrap gap-x-3">
          {lineIds.map((lineId) => (
            <li key={lineId}>
              <Link href={`/lines/${lineId}/queue`} className="text-accent hover:underline">
                {lines.find((line) => line.lineId === lineId)?.name ?? t('line')}
              </Link>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

function NewDepartment({
  list,
  parentId,
  onCreate,
}: {
  list: DepartmentRow[];
  parentId: string | null;
  onCreate: (name: string, parentId: string | null) => Promise<void>;
}) {
  const t = useTranslations('departments');
  const [name, setName] = useState('');
  const [parent, setParent] = useState(parentId);
  const [problem, setProblem] = useState<string | undefined>();
  const [busy, setBusy] = useState(false);
  return (
    <form
      noValidate
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        if (name.trim() === '') return setProblem(t('nameEmpty'));
        setBusy(true);
        void onCreate(name.trim(), parent).finally(() => setBusy(false));
      }}
    >
      <Field label={t('name')} error={problem}>
        {(control) => (
          <Input
            {...control}
            autoFocus
            maxLength={100}
            value={name}
            onChange={(event) => {
              setName(event.target.value);
              setProblem(undefined);
            }}
          />
        )}
      </Field>
      {list.length > 0 && (
        <Field label={t('partOf')}>
          {(control) => (
            <DepartmentSelect {...control} departments={list} value={parent} onChange={setParent} none={t('top')} />
          )}
        </Field>
      )}
      <div className="flex justify-end">
        <Button type="submit" look="primary" busy={busy}>
          {t('create')}
        </Button>
      </div>
    </form>
  );
}

function MoveTo({
  department,
  list,
  onMove,
}: {
  department: DepartmentRow;
  list: DepartmentRow[];
  onMove: (parentId: string | null) => void;
}) {
  const t = useTranslations('departments');
  const [parent, setParent] = useState(department.parentId);
  const possible = list.filter(({ departmentId }) => mayStandIn(list, department.departmentId, departmentId));
  return (
    <form
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        onMove(parent);
      }}
    >
      <Field label={t('partOf')} hint={t('moveHint')}>
        {(control) => (
          <DepartmentSelect {...control} departments={possible} value={parent} onChange={setParent} none={t('top')} />
        )}
      </Field>
      <div className="flex justify-end">
        <Button type="submit" look="primary" disabled={parent === department.parentId}>
          {t('moveAct')}
        </Button>
      </div>
    </form>
  );
}

export function DepartmentsSkeleton() {
  return (
    <div aria-busy className="grid gap-5 lg:grid-cols-2">
      <Skeleton className="h-80 rounded-xl" />
      <Skeleton className="h-80 rounded-xl" />
    </div>
  );
}
