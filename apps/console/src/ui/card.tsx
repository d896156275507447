import type { ReactNode } from 'react';

import { cn } from './cn.ts';

type Props = {
  title: ReactNode;
  description?: ReactNode;
  aside?: ReactNode;
  footer?: ReactNode;
  children?: ReactNode;
  className?: string;
  id?: string;
};

/** One subject of a settings page. */
export function Card({ title, description, aside, footer, children, className, id }: Props) {
  return (
    <section id={id} className={cn('rounded-xl border border-edge bg-panel', className)}>
      <div className="flex flex-wrap items-start justify-between gap-x-4 gap-y-2 px-4 pt-4 sm:px-5">
        <div className="min-w-0 flex-1 basis-60">
          <h2 className="font-semibold">{title}</h2>
          {description !== undefined && <p className="mt-0.5 text-pretty text-ink-soft">{description}</p>}
        </div>
        {aside}
      </div>
      <div className="px-4 pt-3.5 pb-4 sm:px-5 sm:pb-5">{children}</div>
      {footer !== undefined && (
        <div className="flex flex-wrap items-center justify-between gap-3 rounded-b-xl border-t border-edge bg-ground px-4 py-3 sm:px-5">
          {footer}
        </div>
      )}
    </section>
  );
}
