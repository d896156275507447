'use client';

import { ArrowDown, ArrowUp } from 'lucide-react';
import { useTranslations } from 'next-intl';
import type { KeyboardEvent, ReactNode } from 'react';

import { dialogSorts, type DialogColumn, type DialogSort } from '@switchboard/domain/statistics';

import type { ListedDialog } from '../../rpc/shapes.ts';
import { Button } from '../../ui/button.tsx';
import { useClientName } from '../../ui/client-name.ts';
import { cn } from '../../ui/cn.ts';
import { HereLink } from '../../ui/here-link.tsx';
import { Select } from '../../ui/input.tsx';
import { Cell, isFigure } from './cells.tsx';
import type { Showing } from './use-shown.ts';

type Props = {
  rows: ListedDialog[];
  columns: readonly DialogColumn[];
  showing: Showing;
  open: number | null;
  hrefOf: (dialogId: number) => string;
  chosen: ReadonlySet<number>;
  onChoose: (dialogIds: number[], on: boolean) => void;
};

/** How wide a column may get before it is cut: what people write is long. */
const widths: Partial<Record<DialogColumn, string>> = {
  client: 'sm:min-w-40 sm:max-w-64',
  line: 'sm:max-w-40',
  channel: 'sm:max-w-40',
  operator: 'sm:max-w-48',
  records: 'sm:max-w-56',
  page: 'sm:max-w-56',
  comment: 'sm:max-w-72',
};

/**
 * Dialogs as rows of the chosen columns; on a narrow screen each row is a card that says of every value what it is. The
 * head and the boxes stay in sight.
 */
export function Rows({ rows, columns, showing, open, hrefOf, chosen, onChoose }: Props) {
  const t = useTranslations('dialogs');
  const all = rows.every(({ dialogId }) => chosen.has(dialogId));
  const chooseAll = (on: boolean) =>
    onChoose(
      rows.map(({ dialogId }) => dialogId),
      on,
    );
  return (
    <>
      <NarrowHead all={all} onChooseAll={chooseAll} showing={showing} />
      <table className="w-full border-separate border-spacing-0 text-left max-sm:block">
        <thead className="max-sm:hidden">
          <tr className="[&>th]:sticky [&>th]:top-0 [&>th]:z-10 [&>th]:h-8 [&>th]:border-b [&>th]:border-edge [&>th]:bg-panel [&>th]:px-2 [&>th]:text-xs [&>th]:font-medium [&>th]:whitespace-nowrap [&>th]:text-ink-faint">
            <th scope="col" className="left-0 z-20! w-px pr-0! pl-6!">
              <Check checked={all} onChange={chooseAll}>
                {t('choose.all')}
              </Check>
            </th>
            {columns.map((column) => (
              <Head key={column} column={column} showing={showing} />
            ))}
          </tr>
        </thead>
        <tbody className="max-sm:block">
          {rows.map((row) => (
            <Row
              key={row.dialogId}
              row={row}
              columns={columns}
              open={row.dialogId === open}
              href={hrefOf(row.dialogId)}
              chosen={chosen.has(row.dialogId)}
              onChoose={(on) => onChoose([row.dialogId], on)}
            />
          ))}
        </tbody>
      </table>
    </>
  );
}

type NarrowHeadProps = { all: boolean; onChooseAll: (on: boolean) => void; showing: Showing };

/** What the head of the table does, where cards have none: choosing all, and the order. */
function NarrowHead({ all, onChooseAll, showing: { shown, show } }: NarrowHeadProps) {
  const t = useTranslations('dialogs');
  const words = useTranslations('dialogColumns');
  const Arrow = shown.ascending ? ArrowUp : ArrowDown;
  const way = t(shown.ascending ? 'order.ascending' : 'order.descending');
  return (
    <div className="sticky top-0 left-0 z-10 flex items-center gap-2 border-b border-edge bg-panel py-2 pr-4 pl-4 sm:hidden">
      <Check checked={all} onChange={onChooseAll}>
        {t('choose.all')}
      </Check>
      <Select
        aria-label={t('order.by')}
        value={shown.sort}
        onChange={({ target }) => {
          const sort = dialogSorts.find((one) => one === target.value);
          if (sort !== undefined) show({ sort });
        }}
        className="ml-2 min-w-0 flex-1"
      >
        {dialogSorts.map((sort) => (
          <option key={sort} value={sort}>
            {t('order.of', { column: words(sort) })}
          </option>
        ))}
      </Select>
      <Button
        look="quiet"
        size="icon"
        aria-label={way}
        title={way}
        onClick={() => show({ ascending: !shown.ascending })}
      >
        <Arrow />
      </Button>
    </div>
  );
}

/** Which order a column stands for, where it stands for one. */
const sortOf = (column: DialogColumn): DialogSort | undefined => dialogSorts.find((sort) => sort === column);

function Head({ column, showing: { shown, show } }: { column: DialogColumn; showing: Showing }) {
  const words = useTranslations('dialogColumns');
  const sort = sortOf(column);
  const sorted = sort !== undefined && shown.sort === sort;
  const Arrow = shown.ascending ? ArrowUp : ArrowDown;
  return (
    <th
      scope="col"
      aria-sort={sorted ? (shown.ascending ? 'ascending' : 'descending') : undefined}
      className={cn(isFigure(column) && 'pr-5! text-right', 'last:pr-6!')}
    >
      {sort === undefined ? (
        words(column)
      ) : (
        <button
          type="button"
          onClick={() => show({ sort, ascending: sorted && !shown.ascending })}
          className={cn('inline-flex items-center gap-1 rounded-sm hover:text-ink', sorted && 'text-ink')}
        >
          {words(column)}
          {sorted && <Arrow className="size-3.5" aria-hidden />}
        </button>
      )}
    </th>
  );
}

type RowProps = {
  row: ListedDialog;
  columns: readonly DialogColumn[];
  open: boolean;
  href: string;
  chosen: boolean;
  onChoose: (on: boolean) => void;
};

function Row({ row, columns, open, href, chosen, onChoose }: RowProps) {
  const t = useTranslations('dialogs');
  const words = useTranslations('dialogColumns');
  const client = useClientName()(row.client);
  const ground = open || chosen ? 'bg-accent-soft' : 'bg-panel group-hover:bg-hover';
  return (
    <tr
      data-dialog={row.dialogId}
      className={cn(
        'group relative max-sm:flex max-sm:flex-wrap max-sm:border-b max-sm:border-edge max-sm:py-2.5 max-sm:pr-4 max-sm:pl-12',
        row.state === 'closed' && !open && 'text-ink-soft',
        ground,
      )}
    >
      <td
        className={cn(
          'z-2 w-px max-sm:absolute max-sm:top-2.5 max-sm:left-4 max-sm:h-6 sm:sticky sm:left-0 sm:h-11 sm:border-b sm:border-edge sm:pr-0 sm:pl-6',
          ground,
        )}
      >
        <Check checked={chosen} onChange={onChoose} tabIndex={-1}>
          {t('choose.one', { number: row.dialogId })}
        </Check>
      </td>
      {columns.map((column) => (
        <td
          key={column}
          data-label={words(column)}
          className={cn(
            'min-w-0 sm:h-11 sm:truncate sm:border-b sm:border-edge sm:px-2 sm:last:pr-6',
            widths[column] ?? 'sm:whitespace-nowrap',
            isFigure(column) && 'tabular-nums sm:pr-5 sm:text-right',
            onCard(column),
          )}
        >
          {column === 'number' ? (
            <HereLink
              href={href}
              aria-current={open ? 'true' : undefined}
              aria-label={t('openRow', { number: row.dialogId, client })}
              className="font-medium tabular-nums -outline-offset-2 after:absolute after:inset-0"
            >
              #{row.dialogId}
            </HereLink>
          ) : (
            <Cell column={column} row={row} client={client} />
          )}
        </td>
      ))}
    </tr>
  );
}

/** On a card the number, the client and the state stand by themselves; every other value below, behind its name. */
function onCard(column: DialogColumn): string {
  if (column === 'number') return 'max-sm:mr-2 max-sm:inline-block';
  if (column === 'client') return 'max-sm:flex-1';
  if (column === 'state') return 'max-sm:basis-full max-sm:py-0.5';
  return 'max-sm:flex max-sm:basis-full max-sm:gap-2 max-sm:empty:hidden max-sm:before:w-28 max-sm:before:shrink-0 max-sm:before:text-sm max-sm:before:text-ink-faint max-sm:before:content-[attr(data-label)] max-sm:[&>*]:min-w-0';
}

type CheckProps = { checked: boolean; onChange: (on: boolean) => void; children: ReactNode; tabIndex?: number };

/** Above the link of its row, which covers all of it. */
function Check({ checked, onChange, children, tabIndex }: CheckProps) {
  return (
    <label className="relative z-2 flex size-6 items-center justify-center">
      <span className="sr-only">{children}</span>
      <input
        type="checkbox"
        checked={checked}
        tabIndex={tabIndex}
        onChange={(event) => onChange(event.target.checked)}
        onKeyDown={(event: KeyboardEvent) => event.key === 'Enter' && event.preventDefault()}
        className="size-4 accent-accent-fill"
      />
    </label>
  );
}
