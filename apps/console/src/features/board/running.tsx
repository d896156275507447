'use client';

import { createContext, useContext, type ReactNode } from 'react';

import { useNow } from '../../ui/now.tsx';
import { useFigureWords } from '../../ui/figure-words.ts';

const Ahead = createContext(0);

/** Below it times run by the API's clock: by how much that is ahead of the reader's own. */
export function ClockOf({ at, readAt, children }: { at: number; readAt: number; children: ReactNode }) {
  return <Ahead value={at - readAt}>{children}</Ahead>;
}

/** How long it is since a moment, running. */
export function Running({ since }: { since: number }) {
  const now = useNow() + useContext(Ahead);
  const words = useFigureWords();
  return (
    <span className="whitespace-nowrap tabular-nums">
      {words.duration(Math.max(0, Math.floor((now - since) / 1_000)))}
    </span>
  );
}
