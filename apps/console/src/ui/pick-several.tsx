'use client';

import { ChevronDown, Search } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { Popover } from 'radix-ui';
import { useState } from 'react';

import { cn } from './cn.ts';
import { Input } from './input.tsx';

type Choice = { value: string; label: string; note?: string | undefined };
type Props = {
  /** What is chosen: "Lines". */
  label: string;
  /** What it means that none is. */
  all: string;
  choices: readonly Choice[];
  value: readonly string[];
  onChange: (value: string[]) => void;
  className?: string;
};

/** From how many on they can be searched. */
const many = 8;

/** Any number of several; none chosen means all. */
export function PickSeveral({ label, all, choices, value, onChange, className }: Props) {
  const t = useTranslations('statistics.pick');
  const [text, setText] = useState('');
  const chosen = new Set(value);
  const names = choices.filter((choice) => chosen.has(choice.value)).map((choice) => choice.label);
  const told =
    value.length === 0
      ? all
      : value.length === 1 && names[0] !== undefined
        ? names[0]
        : t('several', { label, count: value.length });
  const found = choices.filter((choice) =>
    `${choice.label} ${choice.note ?? ''}`.toLocaleLowerCase().includes(text.trim().toLocaleLowerCase()),
  );
  return (
    <Popover.Root onOpenChange={(open) => open || setText('')}>
      <Popover.Trigger asChild>
        <button
          type="button"
          aria-label={`${label}: ${told}`}
          className={cn(
            'flex h-8 min-w-0 items-center justify-between gap-1.5 rounded-md border px-2.5 text-left transition-colors',
            value.length > 0
              ? 'border-accent-fill bg-accent-soft text-ink'
              : 'border-edge-strong bg-panel text-ink-soft hover:border-ink-faint',
            className,
          )}
        >
          <span className="truncate">{told}</span>
          <ChevronDown className="size-4 shrink-0 text-ink-faint" aria-hidden />
        </button>
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content
          align="start"
          sideOffset={6}
          collisionPadding={8}
          aria-label={label}
          className="z-50 flex max-h-[min(24rem,var(--radix-popover-content-available-height))] w-72 max-w-[calc(100vw-1rem)] animate-rise flex-col rounded-lg border border-edge bg-raised shadow-high"
        >
          {choices.length > many && (
            <div className="relative p-2 pb-1">
              <Search className="pointer-events-none absolute top-4 left-4.5 size-4 text-ink-faint" aria-hidden />
              <Input
                type="search"
                value={text}
                onChange={(event) => setText(event.target.value)}
                aria-label={t('search', { label })}
                placeholder={t('search', { label })}
                className="pl-8"
              />
            </div>
          )}
          <div role="group" aria-label={label} className="min-h-0 overflow-y-auto p-1">
            {found.map((choice) => (
              <label
                key={choice.value}
                className="flex min-h-8 items-center gap-2.5 rounded-md px-2 py-1 hover:bg-hover has-focus-visible:bg-hover"
              >
                <input
                  type="checkbox"
                  checked={chosen.has(choice.value)}
                  onChange={(event) =>
                    onChange(
                      event.target.checked ? [...value, choice.value] : value.filter((one) => one !== choice.value),
                    )
                  }
                  className="size-4 shrink-0 accent-accent-fill"
                />
                <span className="min-w-0 flex-1 break-words">{choice.label}</span>
                {choice.note !== undefined && <span className="shrink-0 text-xs text-ink-faint">{choice.note}</span>}
              </label>
            ))}
            {found.length === 0 && <p className="px-2 py-3 text-sm text-ink-soft">{t('nothing')}</p>}
          </div>
          {value.length > 0 && (
            <button
              type="button"
              onClick={() => onChange([])}
              className="border-t border-edge px-3 py-2 text-left text-sm text-accent hover:bg-hover"
            >
              {t('none')}
            </button>
          )}
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}
