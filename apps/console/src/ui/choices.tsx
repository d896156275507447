'use client';

import { useId, type ReactNode } from 'react';

import { cn } from './cn.ts';

type Choice<V extends string> = { value: V; label: ReactNode; hint?: ReactNode };
type Props<V extends string> = {
  legend: string;
  value: V;
  onChange: (value: V) => void;
  choices: Choice<V>[];
  /** Several beside each other where there is room. */
  columns?: 1 | 3;
  className?: string;
};

/** One of a few, each explained. Arrow keys move between them, as between any radio buttons. */
export function Choices<V extends string>({ legend, value, onChange, choices, columns = 1, className }: Props<V>) {
  const name = useId();
  return (
    <fieldset className={cn('@container min-w-0', className)}>
      <legend className="sr-only">{legend}</legend>
      <div className={cn('grid gap-2', columns === 3 && '@lg:grid-cols-3')}>
        {choices.map((choice) => {
          const chosen = choice.value === value;
          return (
            <label
              key={choice.value}
              className={cn(
                'flex gap-2.5 rounded-lg border p-3 transition-colors has-focus-visible:outline-2 has-focus-visible:outline-offset-1 has-focus-visible:outline-focus',
                chosen ? 'border-accent-fill bg-accent-soft' : 'border-edge hover:bg-hover',
              )}
            >
              <input
                type="radio"
                name={name}
                value={choice.value}
                checked={chosen}
                onChange={() => onChange(choice.value)}
                aria-describedby={choice.hint === undefined ? undefined : `${name}-${choice.value}`}
                className="mt-0.5 size-4 shrink-0 accent-accent-fill outline-none"
              />
              <span className="min-w-0">
                <span className="block font-medium">{choice.label}</span>
                {choice.hint !== undefined && (
                  <span id={`${name}-${choice.value}`} className="mt-0.5 block text-sm text-ink-soft">
                    {choice.hint}
                  </span>
                )}
              </span>
            </label>
          );
        })}
      </div>
    </fieldset>
  );
}
