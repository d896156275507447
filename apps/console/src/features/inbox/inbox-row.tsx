'use client';

import { Clock3 } from 'lucide-react';
import { useTranslations } from 'next-intl';

import { isOffer } from '../../rpc/dialog-cache.ts';
import { useMe } from '../../rpc/me.ts';
import type { DialogRow, InboxList } from '../../rpc/shapes.ts';
import { Avatar } from '../../ui/avatar.tsx';
import { Badge, Count } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { ChannelGlyph } from '../../ui/channel-glyph.tsx';
import { useClientName } from '../../ui/client-name.ts';
import { cn } from '../../ui/cn.ts';
import { DialogMarks } from '../../ui/dialog-marks.tsx';
import { HereLink } from '../../ui/here-link.tsx';
import { useNow } from '../../ui/now.tsx';
import { fullName } from '../../ui/person.ts';
import { Skeleton } from '../../ui/skeleton.tsx';
import { StateBadge } from '../../ui/state-badge.tsx';
import { Ago, Countdown, useShortDuration } from '../../ui/time.tsx';

const plainHeight = 82;
const offerHeight = 122;

/** Rows have fixed heights, so that the list knows where each one is; an offer has a line more for its buttons. */
export function rowHeight(row: DialogRow | undefined, employeeId: string): number {
  return row !== undefined && isOffer(row, employeeId) ? offerHeight : plainHeight;
}

type Props = {
  row: DialogRow;
  list: InboxList;
  open: boolean;
  href: string;
  onAccept: (row: DialogRow) => void;
  onDecline: (row: DialogRow) => void;
};

export function InboxRow({ row, list, open, href, onAccept, onDecline }: Props) {
  const t = useTranslations('inbox');
  const me = useMe();
  const client = useClientName()(row.client);
  const offer = isOffer(row, me.employeeId);
  const mine = row.operator?.employeeId === me.employeeId;
  const unread = mine ? row.unread : 0;
  return (
    <div
      className={cn(
        'relative flex h-full flex-col border-b border-edge pr-3 pl-4 transition-colors',
        open ? 'bg-accent-soft' : offer ? 'bg-accent-soft/60' : 'hover:bg-hover',
        offer && 'before:absolute before:inset-y-0 before:left-0 before:w-0.5 before:bg-accent-fill',
      )}
    >
      <HereLink
        href={href}
        aria-current={open ? 'true' : undefined}
        className="flex min-h-0 flex-1 flex-col justify-center gap-0.5 -outline-offset-2 after:absolute after:inset-0"
      >
        <span className="flex items-baseline gap-2">
          <span className={cn('min-w-0 flex-1 truncate', unread > 0 || offer ? 'font-semibold' : 'font-medium')}>
            {client}
          </span>
          {row.lastMessage !== null && <Ago at={row.lastMessage.at} className="shrink-0 text-xs text-ink-faint" />}
        </span>
        <span className="flex items-center gap-2">
          <span className={cn('min-w-0 flex-1 truncate text-sm', unread > 0 || offer ? 'text-ink' : 'text-ink-soft')}>
            <LastWords row={row} mine={mine} />
          </span>
          <Count
            value={unread}
            tone="offer"
            label={t('unread', { count: unread })}
            className="bg-accent-fill text-on-accent"
          />
        </span>
        <span className="flex h-5 items-center gap-1.5 text-xs text-ink-faint">
          <ChannelGlyph kind={row.channel.kind} label={t(`channel.${row.channel.kind}`)} className="size-3.5" />
          <span className="min-w-0 flex-1 truncate">{row.line.name}</span>
          <DialogMarks row={row} />
          {row.offerUntil !== null && offer ? (
            <Badge tone="offer">
              <Countdown until={row.offerUntil} />
            </Badge>
          ) : row.unansweredSince !== null ? (
            <Waiting since={row.unansweredSince} overdue={row.overdue} />
          ) : row.state !== 'answered' && row.state !== 'closed' ? (
            <StateBadge state={row.state} />
          ) : null}
          {list !== 'mine' && row.operator !== null && row.state !== 'offered' && row.state !== 'waiting' && (
            <span title={fullName(row.operator)} className="flex">
              <Avatar {...row.operator} size="xs" />
              <span className="sr-only">{fullName(row.operator)}</span>
            </span>
          )}
        </span>
      </HereLink>
      {offer && (
        <div className="relative z-10 flex gap-2 pb-3">
          <Button
            look="primary"
            size="sm"
            className="flex-1"
            aria-label={t('acceptWho', { client })}
            onClick={() => onAccept(row)}
          >
            {t('accept')}
          </Button>
          <Button size="sm" className="flex-1" aria-label={t('declineWho', { client })} onClick={() => onDecline(row)}>
            {t('decline')}
          </Button>
        </div>
      )}
    </div>
  );
}

function LastWords({ row, mine }: { row: DialogRow; mine: boolean }) {
  const t = useTranslations('inbox');
  const last = row.lastMessage;
  if (last === null) return t('nothingYet');
  if (row.state === 'held') return t('sealed');
  const words = last.text.trim() === '' ? t('unsupported') : last.text.replace(/\s+/g, ' ');
  return last.from === 'operator' ? (mine ? t('you', { words }) : t('us', { words })) : words;
}

function Waiting({ since, overdue }: { since: number; overdue: boolean }) {
  const t = useTranslations('inbox');
  const now = useNow(10_000);
  const duration = useShortDuration();
  return (
    <Badge tone={overdue ? 'overdue' : 'waiting'}>
      <Clock3 className="size-3" aria-hidden />
      <span className="sr-only">{t('waiting')} </span>
      {duration(Math.max(0, now - since))}
    </Badge>
  );
}

export function InboxRowSkeleton() {
  return (
    <div className="flex h-[82px] flex-col justify-center gap-2 border-b border-edge px-4">
      <Skeleton className="h-3.5 w-2/5" />
      <Skeleton className="h-3 w-4/5" />
      <Skeleton className="h-3 w-1/3" />
    </div>
  );
}
