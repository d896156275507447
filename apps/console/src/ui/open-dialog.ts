'use client';

import { usePathname } from 'next/navigation';

/** The dialog that the address names (`/inbox/1024`, `/dialogs/1024`), or null. */
export function useOpenDialog(): number | null {
  return dialogIn(usePathname());
}

/** The number of the dialog in such an address, or null. */
export function dialogIn(path: string): number | null {
  const number = /^\/(?:inbox|dialogs)\/(\d{1,15})$/.exec(path)?.[1];
  return number === undefined ? null : Number(number);
}

/**
 * Opens an address of the same page without asking the server for it: the parts that follow the address change,
 * nothing else does.
 */
export function openHere(path: string, how: 'push' | 'replace' = 'push'): void {
  if (how === 'push') window.history.pushState(null, '', path);
  else window.history.replaceState(null, '', path);
}
