'use client';

import { ArrowDown, ArrowUp, Download } from 'lucide-react';
import { useLocale, useTranslations } from 'next-intl';
import { useState, type ReactNode } from 'react';

import { Button } from '../button.tsx';
import { cn } from '../cn.ts';
import { Definition } from '../definition.tsx';
import { useFigureWords, type FigureKind } from '../figure-words.ts';
import { PlaceLink } from '../place-link.tsx';
import { separatorOf, tableFile } from './csv.ts';
import { sorted, type Sort } from './sorted.ts';

export type Column<Row> = {
  id: string;
  head: string;
  /** What the figure is, in a sentence; `name` where the head is shorter than it. */
  says?: { name: string; says: string };
  kind: 'words' | FigureKind;
  value: (row: Row) => string | number | null;
  /** What is shown instead of the value; the value is still what is sorted and saved by. */
  shown?: (row: Row) => ReactNode;
  /** Where what is counted is listed. */
  href?: (row: Row) => string | undefined;
  /** Of all rows together. */
  total?: number | string | null;
  totalHref?: string;
};

type Props<Row> = {
  /** What the table is, for readers and as the name of its file. */
  name: string;
  columns: Column<Row>[];
  rows: readonly Row[];
  id: (row: Row) => string;
  /** The order of the rows is the matter: they are not sorted. */
  inOrder?: boolean;
  /** How it is sorted at first. */
  first?: Sort;
};

/** Is there nothing behind the figure? None counted is nothing; a share of nought is one of something. */
function empty({ kind }: Pick<Column<never>, 'kind'>, value: string | number | null): boolean {
  return value === null || (value === 0 && kind === 'count');
}

/** From how many columns on a table is set small on paper. */
const manyColumns = 9;
const onPaper =
  'print:text-[0.5rem] print:leading-3 print:hyphens-auto print:[&_span]:text-[0.5rem] print:[&_svg]:size-2.5 print:[&_td]:px-0.5 print:[&_td]:whitespace-normal print:[&_th]:px-0.5 print:[&_th]:text-[0.5rem]';

/** Figures in rows: sorted by a head, the first column stays in sight, and the whole can be saved as a file. */
export function FigureTable<Row>({ name, columns, rows, id, inOrder = false, first }: Props<Row>) {
  const t = useTranslations('statistics.table');
  const locale = useLocale();
  const words = useFigureWords();
  const [sort, setSort] = useState<Sort | null>(first ?? null);
  const by = columns.find((column) => column.id === sort?.by);
  const shown = sort === null || by === undefined ? rows : sorted(rows, by.value, sort.order, locale);
  const totals = columns.some(({ total }) => total !== undefined);
  const tell = (column: Column<Row>, value: string | number | null): string =>
    typeof value === 'number' && column.kind !== 'words' ? words[column.kind](value) : String(value ?? '–');
  const save = () => {
    const exact = (value: string | number | null) =>
      typeof value === 'number' ? Math.round(value * 10_000) / 10_000 : value;
    const cells = (row: Row) => columns.map(({ value }) => exact(value(row)));
    const file = tableFile(
      [columns.map(({ head, kind }) => (kind === 'duration' ? t('inSeconds', { head }) : head)), ...shown.map(cells)],
      separatorOf(locale),
    );
    const address = URL.createObjectURL(new Blob([file], { type: 'text/csv;charset=utf-8' }));
    const link = document.createElement('a');
    link.href = address;
    link.download = `${name}.csv`;
    link.click();
    setTimeout(() => URL.revokeObjectURL(address), 1_000);
  };
  return (
    <div className="min-w-0">
      <div
        // What scrolls by itself is reached by the keyboard.
        tabIndex={0}
        role="region"
        aria-label={name}
        className="relative -mx-4 overflow-x-auto sm:-mx-5 print:overflow-visible"
      >
        <table
          className={cn('w-full border-separate border-spacing-0 text-left', columns.length > manyColumns && onPaper)}
        >
          <thead>
            <tr>
              {columns.map((column, index) => {
                const chosen = sort?.by === column.id;
                return (
                  <th
                    key={column.id}
                    scope="col"
                    aria-sort={chosen ? (sort.order === 'down' ? 'descending' : 'ascending') : undefined}
                    className={cn(
                      'border-b border-edge px-2.5 pb-1.5 align-bottom text-sm font-medium text-ink-soft first:pl-4 last:pr-4 sm:first:pl-5 sm:last:pr-5',
                      index === 0
                        ? 'sticky left-0 z-10 bg-panel'
                        : column.head.length > 24
                          ? 'min-w-44 text-right print:min-w-0'
                          : 'text-right',
                    )}
                  >
                    <span className={cn('inline-flex items-end gap-0.5', index > 0 && 'justify-end')}>
                      {inOrder ? (
                        <span className="leading-4">{column.head}</span>
                      ) : (
                        <button
                          type="button"
                          onClick={() =>
                            setSort({
                              by: column.id,
                              order: chosen
                                ? sort.order === 'down'
                                  ? 'up'
                                  : 'down'
                                : column.kind === 'words'
                                  ? 'up'
                                  : 'down',
                            })
                          }
                          className={cn(
                            'inline-flex items-end gap-0.5 rounded-sm leading-4 hover:text-ink',
                            index > 0 && 'text-right',
                            chosen && 'text-ink',
                          )}
                        >
                          <span>{column.head}</span>
                          {chosen ? (
                            sort.order === 'down' ? (
                              <ArrowDown className="size-3.5 shrink-0" aria-hidden />
                            ) : (
                              <ArrowUp className="size-3.5 shrink-0" aria-hidden />
                            )
                          ) : null}
                        </button>
                      )}
                      {column.says !== undefined && <Definition {...column.says} className="-my-1" />}
                    </span>
                  </th>
                );
              })}
            </tr>
          </thead>
          <tbody>
            {shown.map((row) => (
              <tr key={id(row)} className="group">
                {columns.map((column, index) => {
                  const value = column.value(row);
                  const content = column.shown?.(row) ?? tell(column, value);
                  const href = empty(column, value) ? undefined : column.href?.(row);
                  const Cell = index === 0 ? 'th' : 'td';
                  return (
                    <Cell
                      key={column.id}
                      {...(index === 0 ? { scope: 'row' as const } : {})}
                      className={cn(
                        'h-10 border-b border-edge px-2.5 py-1.5 font-normal group-last:border-b-0 group-hover:bg-hover first:pl-4 last:pr-4 sm:first:pl-5 sm:last:pr-5',
                        index === 0
                          ? 'sticky left-0 z-10 max-w-36 min-w-28 bg-panel break-words sm:max-w-64 sm:min-w-40 print:min-w-0'
                          : column.kind === 'words'
                            ? 'text-right'
                            : 'text-right whitespace-nowrap tabular-nums',
                      )}
                    >
                      {href === undefined ? (
                        content
                      ) : (
                        <PlaceLink
                          href={href}
                          className="rounded-sm decoration-edge-strong underline-offset-4 hover:text-accent hover:underline"
                        >
                          {content}
                        </PlaceLink>
                      )}
                    </Cell>
                  );
                })}
              </tr>
            ))}
          </tbody>
          {totals && (
            <tfoot>
              <tr>
                {columns.map((column, index) => {
                  const Cell = index === 0 ? 'th' : 'td';
                  const content = column.total === undefined ? '' : tell(column, column.total);
                  return (
                    <Cell
                      key={column.id}
                      {...(index === 0 ? { scope: 'row' as const } : {})}
                      className={cn(
                        'h-10 border-t border-edge-strong px-2.5 py-1.5 font-medium first:pl-4 last:pr-4 sm:first:pl-5 sm:last:pr-5',
                        index === 0 ? 'sticky left-0 z-10 bg-panel' : 'text-right whitespace-nowrap tabular-nums',
                      )}
                    >
                      {column.totalHref === undefined || empty(column, column.total ?? null) ? (
                        content
                      ) : (
                        <PlaceLink
                          href={column.totalHref}
                          className="rounded-sm decoration-edge-strong underline-offset-4 hover:text-accent hover:underline"
                        >
                          {content}
                        </PlaceLink>
                      )}
                    </Cell>
                  );
                })}
              </tr>
            </tfoot>
          )}
        </table>
      </div>
      <div className="mt-2 flex justify-end print:hidden">
        <Button look="quiet" size="sm" onClick={save}>
          <Download aria-hidden /> {t('save')}
        </Button>
      </div>
    </div>
  );
}
