'use client';

import { BellRing, CircleAlert, CircleCheck, X } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useSyncExternalStore } from 'react';

import { Button } from './button.tsx';

type Toast = {
  id: number;
  /** `told`: something happened elsewhere. */
  tone: 'done' | 'refused' | 'told';
  text: string;
  action?: { label: string; onClick: () => void } | undefined;
};

let toasts: Toast[] = [];
let nextId = 1;
const watchers = new Set<() => void>();

function change(next: Toast[]) {
  toasts = next;
  for (const watch of watchers) watch();
}

function remove(id: number) {
  change(toasts.filter((toast) => toast.id !== id));
}

/** Says what became of an act, at the edge of the screen, for some seconds. The same words twice are said once. */
export function say(tone: Toast['tone'], text: string, action?: Toast['action']) {
  const id = nextId++;
  change([...toasts.filter((toast) => toast.text !== text).slice(-2), { id, tone, text, action }]);
  setTimeout(() => remove(id), tone === 'refused' || action !== undefined ? 9_000 : 4_000);
}

const none: Toast[] = [];

/** Where the words of `say` appear; a live region, so that readers speak them. */
export function Toasts() {
  const t = useTranslations('common');
  const shown = useSyncExternalStore(
    (watch) => {
      watchers.add(watch);
      return () => watchers.delete(watch);
    },
    () => toasts,
    () => none,
  );
  return (
    <div
      role="status"
      aria-live="polite"
      className="pointer-events-none fixed inset-x-3 top-3 z-60 flex flex-col items-center gap-2 sm:top-auto sm:right-auto sm:bottom-4 sm:left-18 sm:items-start"
    >
      {shown.map((toast) => (
        <div
          key={toast.id}
          className="pointer-events-auto flex max-w-lg min-w-0 animate-rise items-center gap-2.5 rounded-lg border border-edge bg-raised py-2 pr-2 pl-3 shadow-high"
        >
          {toast.tone === 'done' ? (
            <CircleCheck className="size-4 shrink-0 text-answered" aria-hidden />
          ) : toast.tone === 'told' ? (
            <BellRing className="size-4 shrink-0 text-ink-soft" aria-hidden />
          ) : (
            <CircleAlert className="size-4 shrink-0 text-overdue" aria-hidden />
          )}
          <span className="min-w-0 flex-1">{toast.text}</span>
          {toast.action !== undefined && (
            <Button
              look="link"
              size="sm"
              onClick={() => {
                toast.action?.onClick();
                remove(toast.id);
              }}
            >
              {toast.action.label}
            </Button>
          )}
          <Button look="quiet" size="icon-sm" aria-label={t('dismiss')} onClick={() => remove(toast.id)}>
            <X />
          </Button>
        </div>
      ))}
    </div>
  );
}
