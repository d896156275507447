'use client';

import { CalendarDays, Search, SlidersHorizontal, X } from 'lucide-react';
import { useFormatter, useTranslations } from 'next-intl';
import { Popover } from 'radix-ui';
import { useEffect, useState } from 'react';

import { weekdays } from '@switchboard/domain/hours';
import { presets, standings, type DialogFilter } from '@switchboard/domain/statistics';

import { Button } from '../../ui/button.tsx';
import { useFigureWords } from '../../ui/figure-words.ts';
import { Input, Select } from '../../ui/input.tsx';
import { PickSeveral } from '../../ui/pick-several.tsx';
import { chipsOf, places, without, type ChipWords, type Place } from './chips.ts';
import { MoreFilters } from './more-filters.tsx';
import { OwnDays } from './own-days.tsx';
import { useChoices } from './use-choices.ts';
import type { Showing } from './use-shown.ts';

/** What the list is narrowed by: what is asked for every day at hand, the rest behind a button, all of it as chips. */
export function FilterBar({ showing: { shown, show } }: { showing: Showing }) {
  const t = useTranslations('dialogs');
  const { filter } = shown;
  const choices = useChoices();
  const [more, setMore] = useState(false);
  const [days, setDays] = useState(false);
  const words = useChipWords();
  const change = (part: Partial<DialogFilter>) => {
    const next = Object.entries({ ...filter, ...part }).filter(([, value]) => value !== undefined);
    show({ filter: Object.fromEntries(next) });
  };
  const several = (value: string[]) => (value.length === 0 ? undefined : value);
  const chips = chipsOf(filter, words);
  const ownDays = filter.period !== undefined && 'from' in filter.period ? filter.period : null;

  return (
    <div role="search" aria-label={t('filter.label')} className="flex min-w-0 flex-col gap-2">
      <div className="flex flex-wrap items-center gap-2">
        <SearchField text={filter.search ?? ''} onChange={(search) => change({ search: search || undefined })} />
        {/* On a narrow screen one row that is pushed along, so that the list begins above the fold. */}
        <div className="-mx-4 flex min-w-0 items-center gap-2 overflow-x-auto px-4 py-0.5 sm:contents">
          <Select
            aria-label={t('filter.period')}
            className="w-40 shrink-0"
            value={filter.period === undefined ? '' : 'preset' in filter.period ? filter.period.preset : 'own'}
            onChange={({ target: { value } }) => {
              const preset = presets.find((one) => one === value);
              if (preset !== undefined) change({ period: { preset } });
              else if (value === 'own') setDays(true);
              else change({ period: undefined });
            }}
          >
            <option value="">{t('filter.anyTime')}</option>
            {presets.map((preset) => (
              <option key={preset} value={preset}>
                {t(`period.${preset}`)}
              </option>
            ))}
            <option value="own">{t('period.own')}</option>
          </Select>
          {(ownDays !== null || days) && (
            <Popover.Root open={days} onOpenChange={setDays}>
              <Popover.Trigger asChild>
                <Button>
                  <CalendarDays /> {ownDays === null ? t('period.choose') : words.days(ownDays)}
                </Button>
              </Popover.Trigger>
              <Popover.Portal>
                <Popover.Content
                  align="start"
                  sideOffset={6}
                  collisionPadding={8}
                  aria-label={t('period.choose')}
                  className="z-50 w-72 max-w-[calc(100vw-1rem)] animate-rise rounded-lg border border-edge bg-raised p-4 shadow-high"
                >
                  <OwnDays
                    days={ownDays}
                    onChoose={(period) => {
                      change({ period });
                      setDays(false);
                    }}
                  />
                </Popover.Content>
              </Popover.Portal>
            </Popover.Root>
          )}
          <PickSeveral
            label={t('filter.states')}
            all={t('filter.anyState')}
            choices={standings.map((state) => ({ value: state, label: t(`state.${state}`) }))}
            value={filter.states ?? []}
            onChange={(value) =>
              change({ states: value.length === 0 ? undefined : standings.filter((state) => value.includes(state)) })
            }
            className={cut}
          />
          {places.map((place) =>
            choices[place].length === 0 && filter[place] === undefined ? null : (
              <PickSeveral
                key={place}
                label={t(`filter.${place}`)}
                all={t(`filter.any.${place}`)}
                choices={choices[place]}
                value={filter[place] ?? []}
                onChange={(value) => change({ [place]: several(value) })}
                className={cut}
              />
            ),
          )}
          <Button onClick={() => setMore(true)} className="shrink-0">
            <SlidersHorizontal /> {t('filter.more')}
          </Button>
        </div>
      </div>
      {chips.length > 0 && (
        <ul aria-label={t('filter.chosen')} className="flex flex-wrap items-center gap-1.5">
          {chips.map((chip) => (
            <li key={`${chip.key}${chip.value ?? ''}`} className="flex max-w-full min-w-0">
              <button
                type="button"
                aria-label={t('filter.remove', { what: chip.words })}
                title={t('filter.remove', { what: chip.words })}
                onClick={() => show({ filter: without(filter, chip) })}
                className="flex min-h-6 min-w-0 items-center gap-1 rounded-full bg-accent-soft px-2.5 py-px text-left text-sm text-ink hover:bg-hover"
              >
                <span className="truncate">{chip.words}</span>
                <X className="size-3.5 shrink-0 text-ink-faint" aria-hidden />
              </button>
            </li>
          ))}
          <li>
            <Button look="link" size="sm" onClick={() => show({ filter: {} })}>
              {t('clear')}
            </Button>
          </li>
        </ul>
      )}
      <MoreFilters open={more} onOpenChange={setMore} filter={filter} onChange={(next) => show({ filter: next })} />
    </div>
  );
}

const cut = 'shrink-0 max-w-52';

/** Looks a moment after the last key, so that not every letter is asked for. */
function SearchField({ text: inAddress, onChange }: { text: string; onChange: (text: string) => void }) {
  const t = useTranslations('dialogs');
  const [text, setText] = useState(inAddress);
  useEffect(() => setText(inAddress), [inAddress]);
  useEffect(() => {
    if (text.trim() === inAddress) return;
    const timer = setTimeout(() => onChange(text.trim().slice(0, 200)), 300);
    return () => clearTimeout(timer);
  }, [inAddress, onChange, text]);
  return (
    <div className="relative w-full sm:w-64">
      <Search className="pointer-events-none absolute top-2 left-2.5 size-4 text-ink-faint" aria-hidden />
      <Input
        type="search"
        value={text}
        onChange={(event) => setText(event.target.value)}
        aria-label={t('search')}
        placeholder={t('search')}
        className="pl-8"
      />
    </div>
  );
}

/** The words of chips, with the names of what they stand for. */
function useChipWords(): ChipWords {
  const t = useTranslations('dialogs');
  const words = useChipLengths();
  const choices = useChoices();
  const named = (place: Place, id: string) =>
    choices[place].find(({ value }) => value === id)?.label ?? t('chip.other');
  return {
    ...words,
    name: (place, id) => t('chip.of', { what: t(`filter.one.${place}`), name: named(place, id) }),
    offeredTo: (id) => t('chip.of', { what: t('chip.offeredTo'), name: named('operators', id) }),
    say: (key, value) => {
      switch (key) {
        case 'search':
          return t('chip.search', { text: value });
        case 'did':
          return t('chip.did', { what: t(`did.${value as 'missed'}`) });
        case 'vote':
          return t('chip.vote', { vote: t(`vote.${value as 'bad'}`) });
        case 'stars':
          return t('stars', { stars: Number(value) });
        case 'states':
          return t(`state.${value as 'closed'}`);
        case 'facets':
          return t(`facet.${value as 'missed'}`);
        case 'closeReasons':
          return t('chip.reason', { reason: t(`reason.${value as 'spam'}`) });
        case 'clientId':
          return t('chip.client');
        case 'period':
          return t(`period.${value as 'today'}`);
        default:
          return value;
      }
    },
  };
}

function useChipLengths(): Pick<ChipWords, 'days' | 'length' | 'opened'> {
  const t = useTranslations('dialogs');
  const formatter = useFormatter();
  const { duration } = useFigureWords();
  // A day is a day of the company's calendar wherever it is read.
  const format = (day: string) =>
    formatter.dateTime(new Date(`${day}T00:00:00Z`), {
      day: 'numeric',
      month: 'short',
      year: 'numeric',
      timeZone: 'UTC',
    });
  return {
    days: ({ from, until }) =>
      from === until ? format(from) : t('period.range', { from: format(from), until: format(until) }),
    opened: ({ weekday, hour }) =>
      t('chip.opened', { weekday: weekdays[weekday] ?? 'monday', from: `${hour}:00`, until: `${(hour + 1) % 24}:00` }),
    length: (key, { atLeast, atMost }) =>
      t(`chip.length.${atLeast === undefined ? 'most' : atMost === undefined ? 'least' : 'both'}`, {
        what: t(`length.${key}`),
        least: duration(atLeast ?? 0),
        most: duration(atMost ?? 0),
      }),
  };
}
