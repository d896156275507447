import { ChevronDown } from 'lucide-react';
import type { ComponentProps } from 'react';

import { cn } from './cn.ts';

const box =
  'w-full min-w-0 rounded-md border border-edge-strong bg-panel text-ink transition-colors hover:border-ink-faint disabled:opacity-60 aria-invalid:border-overdue-mark';

export function Input({ className, ...rest }: ComponentProps<'input'>) {
  return <input className={cn(box, 'h-8 px-2.5 text-base', className)} {...rest} />;
}

/** Several lines of text; it can be drawn taller. */
export function Textarea({ className, ...rest }: ComponentProps<'textarea'>) {
  return <textarea className={cn(box, 'min-h-16 resize-y px-2.5 py-1.5 text-base', className)} {...rest} />;
}

/** The browser's own list: works with every keyboard, phone and reader. */
export function Select({ className, children, ...rest }: ComponentProps<'select'>) {
  return (
    <span className={cn('relative inline-flex w-full min-w-0', className)}>
      <select className={cn(box, 'h-8 appearance-none truncate pr-8 pl-2.5 text-base')} {...rest}>
        {children}
      </select>
      <ChevronDown className="pointer-events-none absolute top-2 right-2 size-4 text-ink-faint" aria-hidden />
    </span>
  );
}
