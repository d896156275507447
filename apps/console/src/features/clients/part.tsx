import type { ReactNode } from 'react';

/** A part of what is known of a client, under its own heading. */
export function Part({ title, action, children }: { title: string; action?: ReactNode; children: ReactNode }) {
  return (
    <section className="border-b border-edge px-4 py-3.5 last:border-b-0 sm:px-5">
      <div className="mb-2 flex items-baseline justify-between gap-3">
        <h2 className="text-xs font-medium text-ink-faint">{title}</h2>
        {action}
      </div>
      {children}
    </section>
  );
}
