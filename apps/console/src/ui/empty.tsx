import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';

import { cn } from './cn.ts';

type Props = { icon: LucideIcon; title: ReactNode; children?: ReactNode; action?: ReactNode; className?: string };

/** A list with nothing in it: says why, and what to do. */
export function Empty({ icon: Icon, title, children, action, className }: Props) {
  return (
    <div className={cn('flex flex-col items-center justify-center px-6 py-12 text-center', className)}>
      <span className="mb-3 flex size-10 items-center justify-center rounded-lg border border-edge bg-panel text-ink-faint">
        <Icon className="size-5" aria-hidden />
      </span>
      <div className="font-medium">{title}</div>
      {children !== undefined && <div className="mt-1 max-w-sm text-balance text-ink-soft">{children}</div>}
      {action !== undefined && <div className="mt-4 flex flex-wrap justify-center gap-2">{action}</div>}
    </div>
  );
}
