'use client';

import { createContext, useContext, useSyncExternalStore, type ReactNode } from 'react';

const Started = createContext(0);

/** The moment the server rendered at, so that the first paint in the browser says the same times. */
export function NowProvider({ at, children }: { at: number; children: ReactNode }) {
  return <Started value={at}>{children}</Started>;
}

const watchers = new Set<() => void>();
let ticking: ReturnType<typeof setInterval> | undefined;

function watch(changed: () => void): () => void {
  watchers.add(changed);
  ticking ??= setInterval(() => {
    for (const each of watchers) each();
  }, 1_000);
  return () => {
    watchers.delete(changed);
    if (watchers.size > 0) return;
    clearInterval(ticking);
    ticking = undefined;
  };
}

/** The present, in steps: a component that shows minutes renders once a minute, not every second. */
export function useNow(step = 1_000): number {
  const started = useContext(Started);
  return useSyncExternalStore(
    watch,
    () => Math.floor(Date.now() / step) * step,
    () => Math.floor(started / step) * step,
  );
}
