'use client';

import { Command } from 'cmdk';
import { Check, GripVertical, Network, Plus, Trash2 } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { Popover } from 'radix-ui';
import { useRef, useState, type PointerEvent } from 'react';

import { memberId, type QueueSettings } from '@switchboard/domain/queue';

import type { DepartmentRow, Employee } from '../../rpc/shapes.ts';
import { Avatar } from '../../ui/avatar.tsx';
import { Button } from '../../ui/button.tsx';
import { cn } from '../../ui/cn.ts';
import { fullName } from '../../ui/person.ts';
import { PresenceWord } from '../../ui/presence.tsx';
import { moved } from './moved.ts';

type Value = QueueSettings['members'];
type Props = {
  value: Value;
  onChange: (value: Value) => void;
  people: Employee[];
  departments: DepartmentRow[];
  problem: string | undefined;
  readOnly: boolean;
  /** The order decides who is asked first. */
  ordered: boolean;
};

const rowHeight = 48;

/** Who answers, in order: moved by the handle, with the pointer or the arrow keys. */
export function Members({ value, onChange, people, departments, problem, readOnly, ordered }: Props) {
  const t = useTranslations('queue.members');
  const known = new Map(people.map((person) => [person.employeeId, person]));
  const parts = new Map(departments.map((department) => [department.departmentId, department]));
  const [dragged, setDragged] = useState<{ from: number; to: number; by: number } | null>(null);
  const [told, setTold] = useState('');
  const startY = useRef(0);

  const nameOf = (index: number) => {
    const member = value[index];
    if (member === undefined) return t('unknown');
    if ('departmentId' in member) return parts.get(member.departmentId)?.name ?? t('unknownDepartment');
    const person = known.get(member.employeeId);
    return person === undefined ? t('unknown') : fullName(person);
  };
  const move = (from: number, to: number) => {
    if (to < 0 || to >= value.length || from === to) return;
    onChange(moved(value, from, to));
    setTold(t('moved', { who: nameOf(from), place: to + 1, of: value.length }));
  };

  const grab = (index: number) => ({
    onPointerDown: (event: PointerEvent<HTMLButtonElement>) => {
      if (event.button !== 0) return;
      event.currentTarget.setPointerCapture(event.pointerId);
      startY.current = event.clientY;
      setDragged({ from: index, to: index, by: 0 });
    },
    onPointerMove: (event: PointerEvent<HTMLButtonElement>) => {
      if (dragged === null) return;
      const by = event.clientY - startY.current;
      const to = Math.min(value.length - 1, Math.max(0, dragged.from + Math.round(by / rowHeight)));
      setDragged({ ...dragged, to, by });
    },
    onPointerUp: () => {
      if (dragged !== null) move(dragged.from, dragged.to);
      setDragged(null);
    },
    onPointerCancel: () => setDragged(null),
  });

  return (
    <div>
      <ol aria-label={t('list')} className="rounded-lg border border-edge">
        {value.length === 0 && <li className="px-3 py-6 text-center text-ink-soft">{t('nobody')}</li>}
        {value.map((member, index) => {
          const person = 'employeeId' in member ? known.get(member.employeeId) : undefined;
          const mine = dragged?.from === index;
          const shift =
            dragged === null || mine
              ? 0
              : index > dragged.from && index <= dragged.to
                ? -rowHeight
                : index < dragged.from && index >= dragged.to
                  ? rowHeight
                  : 0;
          return (
            <li
              key={memberId(member)}
              ref={(row) => {
                if (row !== null)
                  row.style.transform = mine
                    ? `translateY(${dragged.by}px)`
                    : shift === 0
                      ? ''
                      : `translateY(${shift}px)`;
              }}
              className={cn(
                'flex h-12 items-center gap-2 border-b border-edge bg-panel pr-2 pl-1 first:rounded-t-lg last:rounded-b-lg last:border-b-0',
                mine ? 'relative z-10 rounded-lg shadow-high' : dragged !== null && 'transition-transform',
              )}
            >
              {!readOnly && (
                <button
                  type="button"
                  aria-label={t('move', { who: nameOf(index), place: index + 1, of: value.length })}
                  title={t('moveHint')}
                  className="flex h-9 w-7 shrink-0 cursor-grab touch-none items-center justify-center rounded-md text-ink-faint hover:bg-hover hover:text-ink active:cursor-grabbing"
                  {...grab(index)}
                  onKeyDown={(event) => {
                    const step = event.key === 'ArrowUp' ? -1 : event.key === 'ArrowDown' ? 1 : 0;
                    if (step === 0) return;
                    event.preventDefault();
                    move(index, index + step);
                  }}
                >
                  <GripVertical className="size-4" aria-hidden />
                </button>
              )}
              <span
                className={cn('w-6 shrink-0 text-right text-sm', ordered ? 'font-medium text-ink' : 'text-ink-faint')}
              >
                {index + 1}
              </span>
              {'departmentId' in member ? (
                <DepartmentSign className="ml-1" />
              ) : (
                <Avatar
                  name={person?.name ?? '?'}
                  surname={person?.surname ?? ''}
                  photo={person?.photo ?? null}
                  size="sm"
                  className="ml-1"
                />
              )}
              <span className="min-w-0 flex-1 truncate">
                <span className="font-medium">{nameOf(index)}</span>
                {person?.position !== undefined && person.position !== '' && (
                  <span className="hidden text-ink-faint sm:inline"> · {person.position}</span>
                )}
                {'departmentId' in member && (
                  <span className="text-ink-faint">
                    {' · '}
                    {t('department', { count: parts.get(member.departmentId)?.people ?? 0 })}
                  </span>
                )}
              </span>
              {person !== undefined && (
                <PresenceWord presence={person.presence} className="hidden text-sm sm:inline-flex" />
              )}
              {!readOnly && (
                <Button
                  look="quiet"
                  size="icon-sm"
                  aria-label={t('remove', { who: nameOf(index) })}
                  onClick={() => onChange(value.filter((_, at) => at !== index))}
                >
                  <Trash2 />
                </Button>
              )}
            </li>
          );
        })}
      </ol>
      <p aria-live="assertive" className="sr-only">
        {told}
      </p>
      {problem !== undefined && (
        <p role="alert" className="mt-2 text-sm text-overdue">
          {problem}
        </p>
      )}
      {!readOnly && (
        <div className="mt-3">
          <Picker value={value} onChange={onChange} people={people} departments={departments} />
        </div>
      )}
    </div>
  );
}

function DepartmentSign({ className }: { className?: string }) {
  return (
    <span
      aria-hidden
      className={cn(
        'flex size-6 shrink-0 items-center justify-center rounded-full bg-muted-soft text-ink-soft',
        className,
      )}
    >
      <Network className="size-3.5" />
    </span>
  );
}

function Picker({
  value,
  onChange,
  people,
  departments,
}: Pick<Props, 'value' | 'onChange' | 'people' | 'departments'>) {
  const t = useTranslations('queue.members');
  const inList = new Set(value.map(memberId));
  const employed = people.filter((person) => person.dismissedAt === null);
  const toggle = (member: Value[number]) => {
    const id = memberId(member);
    onChange(inList.has(id) ? value.filter((other) => memberId(other) !== id) : [...value, member]);
  };
  const chosen = (
    <>
      <Check className="size-4 text-accent" aria-hidden />
      <span className="sr-only">{t('inList')}</span>
    </>
  );
  const heading =
    '[&_[cmdk-group-heading]]:px-2 [&_[cmdk-group-heading]]:pt-2 [&_[cmdk-group-heading]]:pb-1 [&_[cmdk-group-heading]]:text-xs [&_[cmdk-group-heading]]:font-medium [&_[cmdk-group-heading]]:text-ink-faint';
  return (
    <Popover.Root>
      <Popover.Trigger asChild>
        <Button>
          <Plus /> {t('add')}
        </Button>
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content
          align="start"
          sideOffset={6}
          collisionPadding={8}
          aria-label={t('add')}
          className="z-50 w-80 max-w-[calc(100vw-1rem)] animate-rise overflow-hidden rounded-lg border border-edge bg-raised shadow-high outline-none"
        >
          <Command label={t('add')} loop>
            <Command.Input
              autoFocus
              placeholder={t('search')}
              className="h-10 w-full border-b border-edge bg-transparent px-3 outline-none"
            />
            <Command.List className="max-h-72 overflow-y-auto p-1">
              <Command.Empty className="px-3 py-5 text-center text-ink-soft">{t('nothing')}</Command.Empty>
              <Command.Group heading={departments.length === 0 ? undefined : t('people')} className={heading}>
                {employed.map((person) => (
                  <Command.Item
                    key={person.employeeId}
                    value={person.employeeId}
                    keywords={[fullName(person), person.email]}
                    onSelect={() => toggle({ employeeId: person.employeeId })}
                    className="flex min-h-9 items-center gap-2.5 rounded-md px-2 py-1 data-[selected=true]:bg-hover"
                  >
                    <Avatar {...person} size="sm" />
                    <span className="min-w-0 flex-1 truncate">{fullName(person)}</span>
                    {inList.has(person.employeeId) ? (
                      chosen
                    ) : (
                      <PresenceWord presence={person.presence} className="text-xs" />
                    )}
                  </Command.Item>
                ))}
              </Command.Group>
              {departments.length > 0 && (
                <Command.Group heading={t('departments')} className={heading}>
                  {departments.map((department) => (
                    <Command.Item
                      key={department.departmentId}
                      value={department.departmentId}
                      keywords={[department.name]}
                      onSelect={() => toggle({ departmentId: department.departmentId })}
                      className="flex min-h-9 items-center gap-2.5 rounded-md px-2 py-1 data-[selected=true]:bg-hover"
                    >
                      <DepartmentSign />
                      <span className="min-w-0 flex-1">
                        <span className="block truncate">{department.name}</span>
                        <span className="block truncate text-xs text-ink-faint">
                          {t('department', { count: department.people })}
                        </span>
                      </span>
                      {inList.has(department.departmentId) && chosen}
                    </Command.Item>
                  ))}
                </Command.Group>
              )}
            </Command.List>
          </Command>
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}
