import type { ReactNode } from 'react';

import { cn } from './cn.ts';

/** A page of the signed-in area that scrolls by itself: header, then content on a readable measure. */
export function Page({ children, wide = false }: { children: ReactNode; wide?: boolean | 'full' }) {
  return (
    <main className="h-full min-w-0 overflow-y-auto print:h-auto print:overflow-visible">
      <div
        className={cn(
          'mx-auto flex w-full flex-col px-4 py-5 sm:px-8 sm:py-7',
          wide === 'full' ? 'max-w-[90rem]' : wide ? 'max-w-6xl' : 'max-w-4xl',
        )}
      >
        {children}
      </div>
    </main>
  );
}

export function PageHeader({
  title,
  description,
  action,
}: {
  title: ReactNode;
  description?: ReactNode;
  action?: ReactNode;
}) {
  return (
    <header className="mb-5 flex flex-wrap items-start justify-between gap-x-6 gap-y-3">
      <div className="min-w-0">
        <h1 className="text-xl font-semibold tracking-tight">{title}</h1>
        {description !== undefined && <p className="mt-0.5 max-w-prose text-pretty text-ink-soft">{description}</p>}
      </div>
      {action}
    </header>
  );
}
