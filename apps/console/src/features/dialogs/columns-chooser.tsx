'use client';

import { ArrowDown, ArrowUp, Columns3 } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { Popover } from 'radix-ui';
import { useRef } from 'react';

import { dialogColumns, usualColumns, type DialogColumn } from '@switchboard/domain/statistics';

import { Button } from '../../ui/button.tsx';
import { moved } from './shown.ts';

type Props = { columns: readonly DialogColumn[]; onChange: (columns: readonly DialogColumn[]) => void };

/** Which columns are shown, and in which order. The number is always there: it is what opens a dialog. */
export function ColumnsChooser({ columns, onChange }: Props) {
  const t = useTranslations('dialogs');
  const words = useTranslations('dialogColumns');
  const others = dialogColumns.filter((column) => !columns.includes(column));
  const toggled = useRef<DialogColumn | null>(null);
  const toggle = (column: DialogColumn, on: boolean) => {
    toggled.current = column;
    onChange(on ? [...columns, column] : columns.filter((one) => one !== column));
  };
  // It stands in the other list now: whoever goes on by the keyboard goes on from there.
  const follow = (column: DialogColumn) => (box: HTMLInputElement | null) => {
    if (box === null || toggled.current !== column) return;
    toggled.current = null;
    box.focus();
  };
  const check = (column: DialogColumn, on: boolean) => (
    <label className="flex min-h-8 min-w-0 flex-1 items-center gap-2.5">
      <input
        type="checkbox"
        ref={follow(column)}
        checked={on}
        disabled={column === 'number'}
        onChange={(event) => toggle(column, event.target.checked)}
        className="size-4 shrink-0 accent-accent-fill"
      />
      <span className="min-w-0 break-words">{words(column)}</span>
    </label>
  );
  return (
    <Popover.Root>
      <Popover.Trigger asChild>
        <Button look="quiet" aria-label={t('columns.title')} title={t('columns.title')}>
          <Columns3 /> <span className="hidden lg:inline">{t('columns.title')}</span>
        </Button>
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content
          align="end"
          sideOffset={6}
          collisionPadding={8}
          aria-label={t('columns.title')}
          className="z-50 flex max-h-[min(32rem,var(--radix-popover-content-available-height))] w-80 max-w-[calc(100vw-1rem)] animate-rise flex-col rounded-lg border border-edge bg-raised shadow-high"
        >
          <div className="min-h-0 overflow-y-auto p-2">
            <h2 className="px-2 pb-1 text-xs font-medium text-ink-faint">{t('columns.shown')}</h2>
            <ul>
              {columns.map((column, index) => (
                <li key={column} className="flex items-center gap-1 rounded-md pl-2 hover:bg-hover">
                  {check(column, true)}
                  <Button
                    look="quiet"
                    size="icon-sm"
                    disabled={index === 0}
                    aria-label={t('columns.up', { column: words(column) })}
                    onClick={() => onChange(moved(columns, column, -1))}
                  >
                    <ArrowUp />
                  </Button>
                  <Button
                    look="quiet"
                    size="icon-sm"
                    disabled={index === columns.length - 1}
                    aria-label={t('columns.down', { column: words(column) })}
                    onClick={() => onChange(moved(columns, column, 1))}
                  >
                    <ArrowDown />
                  </Button>
                </li>
              ))}
            </ul>
            {others.length > 0 && (
              <>
                <h2 className="px-2 pt-2 pb-1 text-xs font-medium text-ink-faint">{t('columns.more')}</h2>
                <ul>
                  {others.map((column) => (
                    <li key={column} className="flex rounded-md px-2 hover:bg-hover">
                      {check(column, false)}
                    </li>
                  ))}
                </ul>
              </>
            )}
          </div>
          <button
            type="button"
            onClick={() => onChange(usualColumns)}
            className="border-t border-edge px-4 py-2 text-left text-sm text-accent hover:bg-hover"
          >
            {t('columns.usual')}
          </button>
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}
