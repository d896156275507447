'use client';

import { useEffect, useEffectEvent } from 'react';

/** Hears keys wherever the focus is. */
export function useKeys(onKey: (event: KeyboardEvent) => void) {
  const heard = useEffectEvent(onKey);
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (!event.defaultPrevented && !event.isComposing) heard(event);
    };
    window.addEventListener('keydown', listen);
    return () => window.removeEventListener('keydown', listen);
  }, []);
}

/** The key goes into a text, so single letters are no commands. */
export function isTyping(event: KeyboardEvent): boolean {
  const target = event.target;
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName))
  );
}

/** The key belongs to something else: a text, a button or link in focus, an open menu or window. */
export function isTaken(event: KeyboardEvent): boolean {
  if (isTyping(event) || event.metaKey || event.ctrlKey || event.altKey) return true;
  if (document.querySelector('[role="dialog"], [role="alertdialog"], [role="menu"], [role="listbox"]') !== null)
    return true;
  return false;
}

/** Enter or Space would press what is in focus. */
export function presses(event: KeyboardEvent): boolean {
  return event.target instanceof HTMLElement && event.target.closest('button, a, [role="button"], summary') !== null;
}
