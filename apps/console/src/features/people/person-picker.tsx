'use client';

import { Command } from 'cmdk';
import { Check } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { Popover } from 'radix-ui';
import { useState, type ReactNode } from 'react';

import type { Employee } from '../../rpc/shapes.ts';
import { Avatar } from '../../ui/avatar.tsx';
import { fullName } from '../../ui/person.ts';

type Props = {
  label: string;
  people: readonly Employee[];
  chosen: ReadonlySet<string>;
  onChoose: (person: Employee) => void;
  /** Stays open for choosing several. */
  several?: boolean;
  /** Says more of somebody, at the right. */
  note?: (person: Employee) => string;
  /** Above the people, for choosing nobody. */
  none?: { label: string; onChoose: () => void };
  children: ReactNode;
};

const most = 100;

/** A button that opens a list of those who work here, found by typing. */
export function PersonPicker({ label, people, chosen, onChoose, several = false, note, none, children }: Props) {
  const t = useTranslations('departments.picker');
  const [open, setOpen] = useState(false);
  const [text, setText] = useState('');
  const words = text.trim().toLocaleLowerCase();
  const found = people.filter(
    (person) =>
      person.dismissedAt === null && `${fullName(person)} ${person.email}`.toLocaleLowerCase().includes(words),
  );
  const item = 'flex min-h-9 items-center gap-2.5 rounded-md px-2 py-1 data-[selected=true]:bg-hover';
  return (
    <Popover.Root
      open={open}
      onOpenChange={(next) => {
        setOpen(next);
        setText('');
      }}
    >
      <Popover.Trigger asChild>{children}</Popover.Trigger>
      <Popover.Portal>
        <Popover.Content
          align="start"
          sideOffset={6}
          collisionPadding={8}
          aria-label={label}
          className="z-50 w-80 max-w-[calc(100vw-1rem)] animate-rise overflow-hidden rounded-lg border border-edge bg-raised shadow-high outline-none"
        >
          <Command label={label} shouldFilter={false} loop>
            <Command.Input
              autoFocus
              value={text}
              onValueChange={setText}
              placeholder={t('search')}
              className="h-10 w-full border-b border-edge bg-transparent px-3 outline-none"
            />
            <Command.List className="max-h-72 overflow-y-auto p-1">
              <Command.Empty className="px-3 py-5 text-center text-ink-soft">{t('nothing')}</Command.Empty>
              {none !== undefined && words === '' && (
                <Command.Item
                  value="nobody"
                  className={item}
                  onSelect={() => {
                    none.onChoose();
                    setOpen(false);
                  }}
                >
                  {none.label}
                </Command.Item>
              )}
              {found.slice(0, most).map((person) => (
                <Command.Item
                  key={person.employeeId}
                  value={person.employeeId}
                  className={item}
                  onSelect={() => {
                    onChoose(person);
                    if (!several) setOpen(false);
                  }}
                >
                  <Avatar {...person} size="sm" />
                  <span className="min-w-0 flex-1">
                    <span className="block truncate">{fullName(person)}</span>
                    {note !== undefined && note(person) !== '' && (
                      <span className="block truncate text-xs text-ink-faint">{note(person)}</span>
                    )}
                  </span>
                  {chosen.has(person.employeeId) && (
                    <>
                      <Check className="size-4 text-accent" aria-hidden />
                      <span className="sr-only">{t('chosen')}</span>
                    </>
                  )}
                </Command.Item>
              ))}
              {found.length > most && <p className="px-2 py-1.5 text-sm text-ink-faint">{t('more')}</p>}
            </Command.List>
          </Command>
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}
