'use client';

import { Star, ThumbsDown, ThumbsUp } from 'lucide-react';

import { useFormatter, useTranslations } from 'next-intl';
import type { ReactNode } from 'react';

import { columnKinds, type DialogColumn } from '@switchboard/domain/statistics';

import type { ListedDialog } from '../../rpc/shapes.ts';
import { Avatar } from '../../ui/avatar.tsx';
import { Badge } from '../../ui/badge.tsx';
import { ChannelGlyph } from '../../ui/channel-glyph.tsx';
import { DialogMarks } from '../../ui/dialog-marks.tsx';
import { useFigureWords } from '../../ui/figure-words.ts';
import { useNow } from '../../ui/now.tsx';
import { fullName } from '../../ui/person.ts';
import { PlaceLink } from '../../ui/place-link.tsx';
import { StateBadge } from '../../ui/state-badge.tsx';
import { Ago, Moment, useShortDuration } from '../../ui/time.tsx';

/** Columns whose values stand at the right, so that figures are compared at a glance. */
export function isFigure(column: DialogColumn): boolean {
  return columnKinds[column] === 'duration' || column === 'messages';
}

/** What a column says of a dialog; null where there is nothing to say. */
export function Cell({ column, row, client }: { column: DialogColumn; row: ListedDialog; client: string }): ReactNode {
  const t = useTranslations('dialogs');
  const words = useFigureWords();
  const format = useFormatter();
  const { figures } = row;
  const moment = (at: number | null | undefined) => (at === null || at === undefined ? null : <Moment at={at} />);
  const length = (seconds: number | null | undefined) =>
    seconds === null || seconds === undefined ? null : words.duration(seconds);
  switch (column) {
    case 'number':
      return `#${row.dialogId}`;
    case 'client':
      return (
        <span className="flex min-w-0 items-center gap-2">
          <ChannelGlyph kind={row.channel.kind} label={t(`channel.${row.channel.kind}`)} />
          <span className="truncate">{client}</span>
        </span>
      );
    case 'state':
      return <StateCell row={row} />;
    case 'unanswered':
      return row.unanswered ? <Badge tone="overdue">{t('yes.unanswered')}</Badge> : null;
    case 'line':
      return row.line.name;
    case 'channel':
      return row.channel.name === '' ? t(`channel.${row.channel.kind}`) : row.channel.name;
    case 'direction':
      return t(`direction.${row.direction}`);
    case 'operator':
      return row.operator === null ? (
        <span className="text-ink-faint">{t('nobody')}</span>
      ) : (
        <span className="flex min-w-0 items-center gap-2">
          <Avatar {...row.operator} size="xs" />
          <span className="truncate">{fullName(row.operator)}</span>
        </span>
      );
    case 'records':
      return row.records.length === 0 ? null : (
        <span className="relative z-1 flex min-w-0 flex-wrap gap-x-2">
          {row.records.map(({ recordId, kind, title }) => (
            <PlaceLink key={recordId} href={placeOf(kind, recordId)} className="truncate text-accent hover:underline">
              {title === '' ? t(`record.${kind}`) : title}
            </PlaceLink>
          ))}
        </span>
      );
    case 'page':
      return row.page === null ? null : (
        <span title={row.page.url}>{row.page.title === '' ? row.page.url : row.page.title}</span>
      );
    case 'pinned':
      return row.pinned ? t('yes.pinned') : null;
    case 'outsideHours':
      return row.outsideHours ? t('yes.outsideHours') : null;
    case 'messages':
      return format.number(row.messages);
    case 'created':
      return moment(row.openedAt);
    case 'assigned':
      return moment(figures?.assignedAt);
    case 'accepted':
      return moment(row.acceptedAt);
    case 'firstAnswer':
      return moment(row.firstAnswerAt);
    case 'lastMessage':
      return <Ago at={row.lastMessageAt} />;
    case 'finished':
      return moment(row.finishedAt);
    case 'closed':
      return moment(row.closedAt);
    case 'toAccept':
      return length(figures?.toAccept);
    case 'toFirstAnswer':
      return length(figures?.toFirstAnswer);
    case 'handling':
      return length(figures?.handling);
    case 'toClose':
      return length(figures?.toClose);
    case 'botTime':
      return length(figures?.botTime);
    case 'kpiFirst':
      return length(figures?.kpiFirst);
    case 'kpiTotal':
      return figures === null || figures.furtherAnswers === 0 ? null : length(figures.furtherTotal);
    case 'kpiAverage':
      return figures === null || figures.furtherAnswers === 0
        ? null
        : length(Math.floor(figures.furtherTotal / figures.furtherAnswers));
    case 'kpiLongest':
      return length(figures?.furtherLongest);
    case 'vote':
      return row.vote === null ? null : (
        <Badge tone={row.vote === 'good' ? 'answered' : 'overdue'}>
          {row.vote === 'good' ? (
            <ThumbsUp className="size-3 shrink-0" aria-hidden />
          ) : (
            <ThumbsDown className="size-3 shrink-0" aria-hidden />
          )}
          {t(`vote.${row.vote}`)}
        </Badge>
      );
    case 'stars':
      return row.stars === null ? null : (
        <span className="inline-flex items-center gap-1 tabular-nums">
          <Star className="size-3.5 fill-accent-fill text-accent-fill" aria-hidden />
          <span aria-hidden>{row.stars}</span>
          <span className="sr-only">{t('stars', { stars: row.stars })}</span>
        </span>
      );
    case 'comment':
      return row.comment === null ? null : <span title={row.comment}>{row.comment}</span>;
    case 'closeReason':
      return row.closeReason === null ? null : t(`reason.${row.closeReason}`);
  }
}

function StateCell({ row }: { row: ListedDialog }) {
  const t = useTranslations('dialogs');
  const now = useNow(10_000);
  const duration = useShortDuration();
  const waits = row.state !== 'closed' && row.state !== 'finishing' && row.unansweredSince !== null;
  return (
    <span className="flex items-center gap-1.5">
      <StateBadge state={row.state} />
      {waits && (
        <span className="text-xs whitespace-nowrap text-waiting">
          <span className="sr-only">{t('waits')} </span>
          {duration(Math.max(0, now - (row.unansweredSince ?? now)))}
        </span>
      )}
      {/* The rating and the mark have columns of their own. */}
      <DialogMarks row={{ ...row, vote: null, stars: null }} className="inline-flex" />
      {row.parked && <Badge tone="overdue">{t('parked')}</Badge>}
    </span>
  );
}

function placeOf(kind: ListedDialog['records'][number]['kind'], recordId: string): string {
  return `/${kind}s/${recordId}`;
}
