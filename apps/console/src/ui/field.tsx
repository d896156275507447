import { useId, type ReactNode } from 'react';

import { cn } from './cn.ts';

type Props = {
  label: ReactNode;
  /** What it is for, below the label. */
  hint?: ReactNode;
  /** What is wrong with the value, in words; shown at the field and read with it. */
  error?: string | undefined;
  /** Stands at the label's right end. */
  aside?: ReactNode;
  className?: string;
  children: (control: { id: string; 'aria-invalid': boolean; 'aria-describedby': string | undefined }) => ReactNode;
};

/** A control with its label, its hint and what is wrong with it. */
export function Field({ label, hint, error, aside, className, children }: Props) {
  const id = useId();
  const described = [hint === undefined ? '' : `${id}-hint`, error === undefined ? '' : `${id}-error`]
    .filter(Boolean)
    .join(' ');
  return (
    <div className={cn('flex flex-col gap-1.5', className)}>
      <div className="flex items-baseline justify-between gap-3">
        <label htmlFor={id} className="text-sm font-medium">
          {label}
        </label>
        {aside}
      </div>
      {children({
        id,
        'aria-invalid': error !== undefined,
        'aria-describedby': described === '' ? undefined : described,
      })}
      {hint !== undefined && (
        <p id={`${id}-hint`} className="text-sm text-ink-faint">
          {hint}
        </p>
      )}
      {error !== undefined && (
        <p id={`${id}-error`} role="alert" className="text-sm text-overdue">
          {error}
        </p>
      )}
    </div>
  );
}
