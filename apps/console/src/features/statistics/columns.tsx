'use client';

import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';

import {
  shares,
  type CountedFigure,
  type Counts,
  type FigureFilter,
  type Measure,
  type ShareFigure,
} from '@switchboard/domain/statistics';

import type { FigurePerson, FigurePlace } from '../../rpc/shapes.ts';
import { Avatar } from '../../ui/avatar.tsx';
import { ChannelGlyph } from '../../ui/channel-glyph.tsx';
import { fullName } from '../../ui/person.ts';
import type { Column } from '../../ui/table/figure-table.tsx';
import { PartBar } from '../../ui/table/part-bar.tsx';
import { behindCount, behindDuration, behindShare } from './behind.ts';

type Durations = Record<Measure, { median: number | null; ninetieth: number | null; dialogs: number }>;
type Row = { counts: Counts; durations?: Durations };
/** Which dialogs are those of a row. */
type Own<R> = (row: R) => { lines?: string[]; channels?: string[]; operators?: string[] };

/** Columns of tables of figures, each with its definition and the way to its dialogs. */
export function useColumns(filter: FigureFilter) {
  const t = useTranslations('figures');
  const page = useTranslations('statistics');
  const says = (group: 'counted' | 'measures' | 'shares', id: string) => {
    const path = `${group}.${id}` as 'counted.dialogs';
    return { name: t(`${path}.name`), says: t(`${path}.says`) };
  };
  return {
    counted: <R extends Row>(figure: CountedFigure, own: Own<R>, more: Partial<Column<R>> = {}): Column<R> => ({
      id: figure,
      head: t(`counted.${figure}.name`),
      says: says('counted', figure),
      kind: 'count',
      value: ({ counts }) => counts[figure],
      href: (row) => behindCount(filter, figure, own(row)),
      ...more,
    }),
    share: <R extends Row>(share: ShareFigure, own: Own<R>, more: Partial<Column<R>> = {}): Column<R> => ({
      id: share,
      head: t(`shares.${share}.name`),
      says: says('shares', share),
      kind: 'share',
      value: ({ counts }) => shares[share](counts),
      // Where none was missed, or rated, there is none to read.
      href: (row) =>
        (share === 'missedShare' || share === 'ratedShare') && shares[share](row.counts) === 0
          ? undefined
          : behindShare(filter, share, own(row)),
      ...more,
    }),
    /** The middle of a duration, or with `ninetieth` what nine of ten do not exceed. */
    duration: <R extends Required<Row>>(
      measure: Measure,
      own: Own<R>,
      at: 'median' | 'ninetieth' = 'median',
    ): Column<R> => ({
      id: `${measure}-${at}`,
      head: page(at === 'median' ? 'half' : 'nineOfTen', { name: t(`measures.${measure}.name`) }),
      says: says('measures', measure),
      kind: 'duration',
      value: ({ durations }) => durations[measure][at],
      href: (row) => behindDuration(filter, measure, own(row)),
    }),
  };
}

/** A number with a bar beside it that shows how much of the greatest it is. */
export function withBar(told: ReactNode, part: number): ReactNode {
  return (
    <span className="inline-flex items-center justify-end">
      {told}
      <PartBar part={part} />
    </span>
  );
}

export function PersonName({ person, note }: { person: FigurePerson; note?: string | undefined }) {
  const t = useTranslations('statistics');
  const aside = [note, person.gone ? t('filter.gone') : undefined].filter(Boolean).join(' · ');
  return (
    <span className="flex min-w-0 items-center gap-2">
      <Avatar
        name={person.name}
        surname={person.surname}
        photo={person.photo}
        size="sm"
        className="hidden sm:inline-flex print:hidden"
      />
      <span className="min-w-0">
        <span className="block">{fullName(person)}</span>
        {aside !== '' && <span className="block text-xs text-ink-faint">{aside}</span>}
      </span>
    </span>
  );
}

export function PlaceName({ place }: { place: FigurePlace & { kind?: 'live-chat' | 'telegram' } }) {
  const t = useTranslations('statistics');
  return (
    <span className="flex min-w-0 items-center gap-2">
      {place.kind !== undefined && <ChannelGlyph kind={place.kind} className="hidden sm:block" />}
      <span className="min-w-0">
        <span className="block">{place.name}</span>
        {place.gone && <span className="block text-xs text-ink-faint">{t('filter.gone')}</span>}
      </span>
    </span>
  );
}
