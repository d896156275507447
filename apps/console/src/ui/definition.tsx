'use client';

import { Info } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { Tooltip } from 'radix-ui';
import { useState } from 'react';

import { cn } from './cn.ts';

/** What a figure is, in a sentence beside it: at a hover, at focus, and at a tap. */
export function Definition({ name, says, className }: { name: string; says: string; className?: string }) {
  const t = useTranslations('statistics');
  const [open, setOpen] = useState(false);
  return (
    <Tooltip.Root open={open} onOpenChange={setOpen}>
      <Tooltip.Trigger asChild>
        <button
          type="button"
          aria-label={t('definition', { name })}
          // A tap would close what it just opened.
          onPointerDown={(event) => event.preventDefault()}
          onClick={(event) => {
            event.preventDefault();
            setOpen(true);
          }}
          className={cn(
            'inline-flex size-6 shrink-0 items-center justify-center rounded-full text-ink-faint hover:text-ink print:hidden',
            className,
          )}
        >
          <Info className="size-3.5" aria-hidden />
        </button>
      </Tooltip.Trigger>
      <Tooltip.Portal>
        <Tooltip.Content
          side="top"
          sideOffset={4}
          collisionPadding={8}
          className="z-50 max-w-72 animate-appear rounded-md border border-edge bg-raised px-2.5 py-1.5 text-left text-sm font-normal text-pretty whitespace-normal text-ink shadow-high"
        >
          <span className="block font-medium">{name}</span>
          {says}
        </Tooltip.Content>
      </Tooltip.Portal>
    </Tooltip.Root>
  );
}
