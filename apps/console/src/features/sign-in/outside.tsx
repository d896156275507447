import { Check, Clock3 } from 'lucide-react';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';

import { Avatar } from '../../ui/avatar.tsx';
import { Badge } from '../../ui/badge.tsx';
import { Brand } from '../../ui/brand.tsx';
import { LanguageSwitch } from './language-switch.tsx';

/** What stands around every page before signing in: the form, and on wide screens what the product is for. */
export function Outside({ children }: { children: ReactNode }) {
  return (
    <div className="flex min-h-full bg-panel">
      <div className="flex min-w-0 flex-1 flex-col px-5 py-6 sm:px-10">
        <header className="flex items-center justify-between gap-4">
          <Brand />
          <LanguageSwitch />
        </header>
        <main className="mx-auto flex w-full max-w-sm flex-1 flex-col justify-center py-10">{children}</main>
      </div>
      <Picture />
    </div>
  );
}

/** How the product speaks: a dialog's way, told with its reasons. */
function Picture() {
  const t = useTranslations('outside.picture');
  return (
    <aside className="hidden w-[44%] max-w-2xl flex-col justify-center border-l border-edge bg-ground px-14 lg:flex">
      <div className="mx-auto w-full max-w-md">
        <h2 className="text-2xl font-semibold tracking-tight text-balance">{t('title')}</h2>
        <p className="mt-2 text-pretty text-ink-soft">{t('text')}</p>
        <div aria-hidden className="mt-8 rounded-xl border border-edge bg-panel p-4 shadow-high">
          <div className="flex items-center gap-2.5">
            <Avatar name={t('client')} size="md" />
            <div className="min-w-0 flex-1">
              <p className="truncate font-medium">{t('client')}</p>
              <p className="truncate text-sm text-ink-faint">{t('words')}</p>
            </div>
            <Badge tone="waiting">
              <Clock3 className="size-3" /> 0:42
            </Badge>
          </div>
          <ol className="mt-4 space-y-3 border-t border-edge pt-4 text-sm">
            {(['away', 'full', 'chosen'] as const).map((step) => (
              <li key={step} className="flex items-start gap-2.5">
                <Avatar name={t(`steps.${step}.who`)} size="sm" />
                <span className="min-w-0 flex-1 pt-0.5">
                  <span className="font-medium">{t(`steps.${step}.who`)}</span>{' '}
                  <span className="text-ink-soft">{t(`steps.${step}.why`)}</span>
                </span>
                {step === 'chosen' && (
                  <Badge tone="offer">
                    <Check className="size-3" /> {t('offered')}
                  </Badge>
                )}
              </li>
            ))}
          </ol>
        </div>
      </div>
    </aside>
  );
}

/** The head of a page outside. */
export function OutsideHeader({ title, children }: { title: ReactNode; children?: ReactNode }) {
  return (
    <div className="mb-6">
      <h1 className="text-2xl font-semibold tracking-tight text-balance">{title}</h1>
      {children !== undefined && <div className="mt-1.5 text-pretty text-ink-soft">{children}</div>}
    </div>
  );
}
