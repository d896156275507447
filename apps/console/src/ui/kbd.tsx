import type { ReactNode } from 'react';

import { cn } from './cn.ts';

export function Kbd({ children, className }: { children: ReactNode; className?: string }) {
  return (
    <kbd
      className={cn(
        'inline-flex h-5 min-w-5 items-center justify-center rounded-sm border border-edge-strong bg-panel px-1 font-sans text-xs text-ink-soft',
        className,
      )}
    >
      {children}
    </kbd>
  );
}
