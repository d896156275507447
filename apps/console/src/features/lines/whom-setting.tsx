'use client';

import { useQuery } from '@tanstack/react-query';
import { Command } from 'cmdk';
import { Check, Plus, X } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { Popover } from 'radix-ui';
import { useState } from 'react';

import type { LinePath } from '@switchboard/domain/line';

import { useTRPC } from '../../rpc/client.tsx';
import { Avatar } from '../../ui/avatar.tsx';
import { Button } from '../../ui/button.tsx';
import { fullName } from '../../ui/person.ts';
import { useSetting } from './setting-fields.tsx';

/** Who is told: people of the company, as many as fifty. */
export function WhomSetting({ path }: { path: LinePath }) {
  const t = useTranslations('lineTabs');
  const trpc = useTRPC();
  const { data: people = [] } = useQuery(trpc.people.list.queryOptions({}));
  const { value, set, problem, readOnly } = useSetting<string[]>(path);
  const [open, setOpen] = useState(false);
  const here = people.filter((person) => person.dismissedAt === null);
  return (
    <div>
      <p className="mb-1.5 text-sm font-medium">{t(`name.${path}`)}</p>
      <ul className="flex flex-wrap items-center gap-1.5">
        {value.length === 0 && <li className="text-ink-faint">{t('whom.nobody')}</li>}
        {value.map((id) => {
          const person = people.find((one) => one.employeeId === id);
          const name = person === undefined ? t('whom.gone') : fullName(person);
          return (
            <li
              key={id}
              className="flex max-w-full items-center gap-1.5 rounded-full border border-edge py-0.5 pr-1 pl-1"
            >
              <Avatar
                name={person?.name ?? '?'}
                surname={person?.surname ?? ''}
                photo={person?.photo ?? null}
                size="xs"
              />
              <span className="truncate text-sm">{name}</span>
              {!readOnly && (
                <button
                  type="button"
                  aria-label={t('whom.remove', { who: name })}
                  onClick={() => set(value.filter((one) => one !== id))}
                  className="grid size-5 shrink-0 place-items-center rounded-full text-ink-faint hover:bg-hover hover:text-ink"
                >
                  <X className="size-3.5" aria-hidden />
                </button>
              )}
            </li>
          );
        })}
        {!readOnly && (
          <li>
            <Popover.Root open={open} onOpenChange={setOpen}>
              <Popover.Trigger asChild>
                <Button size="sm">
                  <Plus /> {t('whom.add')}
                </Button>
              </Popover.Trigger>
              <Popover.Portal>
                <Popover.Content
                  align="start"
                  sideOffset={4}
                  className="z-50 w-72 max-w-[calc(100vw-1.5rem)] animate-rise rounded-xl border border-edge bg-raised shadow-high"
                >
                  <Command label={t('whom.add')}>
                    <Command.Input
                      autoFocus
                      placeholder={t('whom.search')}
                      className="h-9 w-full border-b border-edge bg-transparent px-3 outline-none placeholder:text-ink-faint"
                    />
                    <Command.List className="max-h-64 overflow-y-auto p-1">
                      <Command.Empty className="px-3 py-4 text-center text-ink-faint">
                        {t('whom.nothing')}
                      </Command.Empty>
                      {here.map((person) => {
                        const chosen = value.includes(person.employeeId);
                        return (
                          <Command.Item
                            key={person.employeeId}
                            value={person.employeeId}
                            keywords={[fullName(person), person.email]}
                            onSelect={() =>
                              set(
                                chosen ? value.filter((id) => id !== person.employeeId) : [...value, person.employeeId],
                              )
                            }
                            className="flex items-center gap-2 rounded-md px-2 py-1.5 data-[selected=true]:bg-hover"
                          >
                            <Avatar name={person.name} surname={person.surname} photo={person.photo} size="sm" />
                            <span className="min-w-0 flex-1 truncate">{fullName(person)}</span>
                            {chosen && <Check className="size-4 text-accent" aria-hidden />}
                          </Command.Item>
                        );
                      })}
                    </Command.List>
                  </Command>
                </Popover.Content>
              </Popover.Portal>
            </Popover.Root>
          </li>
        )}
      </ul>
      {problem !== undefined && (
        <p role="alert" className="mt-1.5 text-sm text-overdue">
          {problem}
        </p>
      )}
    </div>
  );
}
