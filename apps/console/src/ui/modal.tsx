'use client';

import { X } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { Dialog as Radix } from 'radix-ui';
import type { ReactNode } from 'react';

import { Button } from './button.tsx';
import { cn } from './cn.ts';

type Props = {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: string;
  /** Read with the title; left out where the title says it all. */
  description?: string;
  children: ReactNode;
  className?: string;
};

/** A window over everything. Esc and a click outside close it; the focus stays in it and returns afterwards. */
export function Modal({ open, onOpenChange, title, description, children, className }: Props) {
  const t = useTranslations('common');
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange}>
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-40 animate-appear bg-veil" />
        <Radix.Content
          {...(description === undefined ? { 'aria-describedby': undefined } : {})}
          className={cn(
            'fixed top-[12vh] left-1/2 z-50 flex max-h-[76vh] w-[calc(100vw-1.5rem)] max-w-md -translate-x-1/2 animate-rise flex-col rounded-xl border border-edge bg-raised shadow-high outline-none',
            className,
          )}
        >
          <div className="flex items-start justify-between gap-3 px-5 pt-4">
            <div className="min-w-0">
              <Radix.Title className="text-lg font-semibold">{title}</Radix.Title>
              {description !== undefined && (
                <Radix.Description className="mt-0.5 text-ink-soft">{description}</Radix.Description>
              )}
            </div>
            <Radix.Close asChild>
              <Button look="quiet" size="icon-sm" className="-mr-2" aria-label={t('close')}>
                <X />
              </Button>
            </Radix.Close>
          </div>
          <div tabIndex={0} className="min-h-0 overflow-y-auto rounded-b-xl px-5 pt-3 pb-5 -outline-offset-2">
            {children}
          </div>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
