'use client';

import { useId, type ReactNode } from 'react';

import { cn } from './cn.ts';

type Props = {
  checked: boolean;
  onChange: (checked: boolean) => void;
  label: ReactNode;
  hint?: ReactNode;
  disabled?: boolean;
  className?: string;
};

/** On or off, with what it means beside it. */
export function Switch({ checked, onChange, label, hint, disabled = false, className }: Props) {
  const id = useId();
  return (
    <div className={cn('flex items-start gap-3', className)}>
      <button
        id={id}
        type="button"
        role="switch"
        aria-checked={checked}
        aria-labelledby={`${id}-label`}
        aria-describedby={hint === undefined ? undefined : `${id}-hint`}
        disabled={disabled}
        onClick={() => onChange(!checked)}
        className={cn(
          'relative mt-px h-5 w-8.5 shrink-0 rounded-full transition-colors disabled:opacity-50',
          checked ? 'bg-accent-fill' : 'bg-edge-strong',
        )}
      >
        <span
          aria-hidden
          className={cn(
            'absolute top-0.5 left-0.5 size-4 rounded-full bg-white shadow-low transition-transform',
            checked && 'translate-x-3.5',
          )}
        />
      </button>
      <div className="min-w-0 flex-1">
        <label id={`${id}-label`} htmlFor={id} className="font-medium">
          {label}
        </label>
        {hint !== undefined && (
          <p id={`${id}-hint`} className="mt-0.5 text-sm text-ink-faint">
            {hint}
          </p>
        )}
      </div>
    </div>
  );
}
