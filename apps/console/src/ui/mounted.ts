'use client';

import { useSyncExternalStore } from 'react';

const never = () => () => {};

/** Whether the browser has taken over: what needs sizes of the screen, or storage, waits for it. */
export function useMounted(): boolean {
  return useSyncExternalStore(
    never,
    () => true,
    () => false,
  );
}
