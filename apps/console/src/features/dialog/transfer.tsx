'use client';

import { useQuery } from '@tanstack/react-query';
import { Network, Search, Split } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useState } from 'react';

import { useRefusalWords, type Acting } from '../../rpc/acting.ts';
import { useTRPC } from '../../rpc/client.tsx';
import type { DialogRow, Refusal, TransferTarget } from '../../rpc/shapes.ts';
import { Avatar } from '../../ui/avatar.tsx';
import { Button } from '../../ui/button.tsx';
import { Empty } from '../../ui/empty.tsx';
import { Failed } from '../../ui/failed.tsx';
import { Input } from '../../ui/input.tsx';
import { Modal } from '../../ui/modal.tsx';
import { fullName } from '../../ui/person.ts';
import { PresenceDot, PresenceWord } from '../../ui/presence.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { say } from '../../ui/toast.tsx';

type Props = { row: DialogRow; acting: Acting; open: boolean; onOpenChange: (open: boolean) => void };

/** Gives a dialog to a person, a department or a line's queue. An unavailable person is asked about once more. */
export function Transfer({ row, acting, open, onOpenChange }: Props) {
  const t = useTranslations('dialog.transfer');
  return (
    <Modal open={open} onOpenChange={onOpenChange} title={t('title', { number: row.dialogId })} description={t('text')}>
      <Targets row={row} acting={acting} onDone={() => onOpenChange(false)} />
    </Modal>
  );
}

function Targets({ row, acting, onDone }: { row: DialogRow; acting: Acting; onDone: () => void }) {
  const t = useTranslations('dialog.transfer');
  const words = useRefusalWords();
  const trpc = useTRPC();
  const people = useQuery(trpc.people.list.queryOptions({}));
  const lines = useQuery(trpc.lines.list.queryOptions({}));
  const departments = useQuery(trpc.people.departments.queryOptions({}));
  const [text, setText] = useState('');
  const [busy, setBusy] = useState(false);
  const [doubt, setDoubt] = useState<{ employeeId: string; name: string; refusal: string } | null>(null);

  const give = async (to: TransferTarget, name: string) => {
    setBusy(true);
    const outcome = await acting.transfer(row, to, crypto.randomUUID());
    setBusy(false);
    if (outcome === null) return;
    if (outcome.done) {
      say('done', t('done', { name }));
      onDone();
    } else if (outcome.refusal.refused === 'unavailable' && 'employeeId' in to) {
      setDoubt({ employeeId: to.employeeId, name, refusal: words(outcome.refusal) });
    }
  };

  if (doubt !== null) {
    return (
      <div>
        <p className="text-ink-soft">{t('doubt', { why: doubt.refusal })}</p>
        <div className="mt-4 flex flex-col gap-2">
          <Button
            look="primary"
            busy={busy}
            onClick={() => void give({ employeeId: doubt.employeeId, evenIfUnavailable: true }, doubt.name)}
          >
            {t('anyway', { name: doubt.name })}
          </Button>
          <Button busy={busy} onClick={() => void give({ lineId: row.line.lineId }, row.line.name)}>
            {t('toQueue', { line: row.line.name })}
          </Button>
          <Button look="quiet" onClick={() => setDoubt(null)}>
            {t('back')}
          </Button>
        </div>
      </div>
    );
  }

  if (people.isError) return <Failed onRetry={() => void people.refetch()} />;

  const matches = (name: string) => name.toLocaleLowerCase().includes(text.trim().toLocaleLowerCase());
  const order = ['available', 'idle', 'away', 'on-a-break', 'offline', 'day-ended', 'absent'];
  const shownPeople = (people.data ?? [])
    .filter(
      (person) =>
        person.dismissedAt === null && person.employeeId !== row.operator?.employeeId && matches(fullName(person)),
    )
    .toSorted(
      (a, b) => order.indexOf(a.presence) - order.indexOf(b.presence) || fullName(a).localeCompare(fullName(b)),
    );
  const shownLines = (lines.data ?? []).filter((line) => matches(line.name));
  const shownDepartments = (departments.data ?? []).filter((department) => matches(department.name));

  return (
    <div className="flex flex-col gap-3">
      <div className="relative">
        <Search className="absolute top-2 left-2.5 size-4 text-ink-faint" aria-hidden />
        <Input
          value={text}
          onChange={(event) => setText(event.target.value)}
          aria-label={t('search')}
          placeholder={t('search')}
          className="pl-8"
          autoFocus
        />
      </div>
      <section>
        <h3 className="px-2 pb-1 text-xs font-medium text-ink-faint">{t('people')}</h3>
        {people.data === undefined &&
          Array.from({ length: 3 }, (_, index) => <Skeleton key={index} className="mb-1 h-10" />)}
        <ul>
          {shownPeople.map((person) => {
            const doubtful: Refusal['because'] =
              person.presence === 'available' || person.presence === 'dismissed' ? null : person.presence;
            return (
              <li key={person.employeeId}>
                <button
                  type="button"
                  disabled={busy}
                  onClick={() => {
                    if (doubtful === null)
                      void give({ employeeId: person.employeeId, evenIfUnavailable: false }, fullName(person));
                    else
                      setDoubt({
                        employeeId: person.employeeId,
                        name: fullName(person),
                        refusal: words({ refused: 'unavailable', by: person, because: doubtful, dialogId: null }),
                      });
                  }}
                  className="flex w-full items-center gap-2.5 rounded-md px-2 py-1.5 text-left hover:bg-hover"
                >
                  <span className="relative">
                    <Avatar {...person} size="md" />
                    <PresenceDot
                      presence={person.presence}
                      className="absolute -right-0.5 -bottom-0.5 ring-2 ring-raised"
                    />
                  </span>
                  <span className="min-w-0 flex-1">
                    <span className="block truncate font-medium">{fullName(person)}</span>
                    <span className="block truncate text-sm text-ink-faint">{t('holds', { count: person.holds })}</span>
                  </span>
                  <PresenceWord presence={person.presence} className="text-sm" />
                </button>
              </li>
            );
          })}
        </ul>
        {people.data !== undefined && shownPeople.length === 0 && text.trim() === '' && (
          <p className="px-2 text-ink-soft">{t('alone')}</p>
        )}
      </section>
      {shownDepartments.length > 0 && (
        <section>
          <h3 className="px-2 pb-1 text-xs font-medium text-ink-faint">{t('departments')}</h3>
          <ul>
            {shownDepartments.map((department) => (
              <li key={department.departmentId}>
                <button
                  type="button"
                  disabled={busy || department.people === 0}
                  onClick={() => void give({ departmentId: department.departmentId }, department.name)}
                  className="flex w-full items-center gap-2.5 rounded-md px-2 py-1.5 text-left hover:bg-hover disabled:opacity-60"
                >
                  <span className="flex size-8 shrink-0 items-center justify-center rounded-full bg-muted-soft text-ink-soft">
                    <Network className="size-4" aria-hidden />
                  </span>
                  <span className="min-w-0 flex-1">
                    <span className="block truncate font-medium">{department.name}</span>
                    <span className="block truncate text-sm text-ink-faint">
                      {t('departmentPeople', { count: department.people })}
                    </span>
                  </span>
                </button>
              </li>
            ))}
          </ul>
        </section>
      )}
      {shownLines.length > 0 && (
        <section>
          <h3 className="px-2 pb-1 text-xs font-medium text-ink-faint">{t('lines')}</h3>
          <ul>
            {shownLines.map((line) => (
              <li key={line.lineId}>
                <button
                  type="button"
                  disabled={busy}
                  onClick={() => void give({ lineId: line.lineId }, line.name)}
                  className="flex w-full items-center gap-2.5 rounded-md px-2 py-1.5 text-left hover:bg-hover"
                >
                  <span className="flex size-8 shrink-0 items-center justify-center rounded-full bg-muted-soft text-ink-soft">
                    <Split className="size-4" aria-hidden />
                  </span>
                  <span className="min-w-0 flex-1">
                    <span className="block truncate font-medium">{line.name}</span>
                    <span className="block truncate text-sm text-ink-faint">
                      {t('lineState', { available: line.available, waiting: line.waiting })}
                    </span>
                  </span>
                </button>
              </li>
            ))}
          </ul>
        </section>
      )}
      {text.trim() !== '' && shownPeople.length + shownLines.length + shownDepartments.length === 0 && (
        <Empty icon={Search} title={t('nothing')} className="py-6" />
      )}
    </div>
  );
}
