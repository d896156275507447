'use client';

import { Check } from 'lucide-react';

import { cn } from '../../ui/cn.ts';
import { useRoles } from './use-roles.ts';

type Props = {
  label: string;
  value: readonly string[];
  onChange: (value: string[]) => void;
  error?: string | undefined;
  disabled?: boolean;
  className?: string;
};

/** One role or several. */
export function RoleChoice({ label, value, onChange, error, disabled = false, className }: Props) {
  const { roles } = useRoles();
  return (
    <fieldset className={cn('min-w-0', className)} disabled={disabled}>
      <legend className="mb-1.5 text-sm font-medium">{label}</legend>
      <div className="flex flex-wrap gap-2">
        {roles.map(({ roleId, name }) => {
          const chosen = value.includes(roleId);
          return (
            <label
              key={roleId}
              className={cn(
                'relative inline-flex min-h-8 max-w-full items-center gap-1.5 rounded-md border px-2.5 py-1 has-disabled:opacity-60 has-focus-visible:outline-2 has-focus-visible:outline-offset-1 has-focus-visible:outline-focus',
                chosen ? 'border-accent-fill bg-accent-soft' : 'border-edge-strong hover:bg-hover',
              )}
            >
              <input
                type="checkbox"
                checked={chosen}
                onChange={() => onChange(chosen ? value.filter((one) => one !== roleId) : [...value, roleId])}
                className="sr-only"
              />
              {chosen && <Check className="size-3.5 shrink-0 text-accent" aria-hidden />}
              <span className="truncate">{name}</span>
            </label>
          );
        })}
      </div>
      {error !== undefined && (
        <p role="alert" className="mt-1.5 text-sm text-overdue">
          {error}
        </p>
      )}
    </fieldset>
  );
}
