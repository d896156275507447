'use client';

import { CircleAlert } from 'lucide-react';
import type { ReactNode } from 'react';

/** What went wrong with a form as a whole. */
export function FormProblem({ children }: { children: ReactNode }) {
  return (
    <div role="alert" className="flex gap-2 rounded-md bg-overdue-soft px-3 py-2 text-overdue">
      <CircleAlert className="mt-0.5 size-4 shrink-0" aria-hidden />
      <div className="min-w-0 flex-1">{children}</div>
    </div>
  );
}
