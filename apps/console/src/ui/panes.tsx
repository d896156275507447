'use client';

import type { ReactNode } from 'react';

import { cn } from './cn.ts';
import { useOpenDialog } from './open-dialog.ts';

type Props = {
  list: ReactNode;
  dialog: ReactNode;
  /** `inbox`: a narrow list that stays. `table`: a wide one that makes room for the dialog. */
  look: 'inbox' | 'table';
};

/** A list and the dialog that the address names. On a narrow screen each is a screen of its own. */
export function Panes({ list, dialog, look }: Props) {
  const open = useOpenDialog() !== null;
  if (look === 'inbox') {
    return (
      <main className="flex h-full min-w-0">
        <div
          className={cn(
            'h-full w-full min-w-0 shrink-0 border-r border-edge bg-panel md:w-80',
            open && 'hidden md:block',
          )}
        >
          {list}
        </div>
        <div className={cn('h-full min-w-0 flex-1', !open && 'hidden md:block')}>{dialog}</div>
      </main>
    );
  }
  return (
    <main className="flex h-full min-w-0">
      <div className={cn('h-full min-w-0 flex-1', open && 'hidden xl:block')}>{list}</div>
      {open && (
        <div className="h-full w-full min-w-0 border-l border-edge xl:w-[38rem] xl:shrink-0 2xl:w-[46rem]">
          {dialog}
        </div>
      )}
    </main>
  );
}
