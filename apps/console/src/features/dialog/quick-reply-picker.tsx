'use client';

import { useQuery } from '@tanstack/react-query';
import { Search, SearchX, Zap } from 'lucide-react';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { Popover } from 'radix-ui';
import { useId, useMemo, useState, type KeyboardEvent, type RefObject } from 'react';

import { may } from '@switchboard/domain/access';
import { filledReply, type ReplyValues } from '@switchboard/domain/quick-replies';

import { useTRPC } from '../../rpc/client.tsx';
import { useMe } from '../../rpc/me.ts';
import type { DialogView, LineReplies } from '../../rpc/shapes.ts';
import { Button, buttonLook } from '../../ui/button.tsx';
import { cn } from '../../ui/cn.ts';
import { Empty } from '../../ui/empty.tsx';
import { Failed } from '../../ui/failed.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { optionAfter, pickerGroups, recentReplies } from './quick-replies.ts';

type Props = {
  view: DialogView;
  /** The message opens another dialog, whose number nobody knows yet. */
  opensDialog: boolean;
  anchor: RefObject<HTMLElement | null>;
  onPick: (replyId: string, text: string) => void;
  /** A slash typed where nothing is sought is meant as one. */
  onSlash: () => void;
  onClose: () => void;
};

/** The line's quick replies over the composer: found as one types, put into the answer by Enter. */
export function QuickReplyPicker({ anchor, onClose, ...rest }: Props) {
  const t = useTranslations('replyPicker.picker');
  return (
    <Popover.Root open onOpenChange={(open) => !open && onClose()}>
      <Popover.Anchor virtualRef={anchor as RefObject<HTMLElement>} />
      <Popover.Portal>
        <Popover.Content
          side="top"
          align="start"
          sideOffset={6}
          collisionPadding={8}
          aria-label={t('title')}
          onCloseAutoFocus={(event) => event.preventDefault()}
          className="z-40 flex max-h-[min(26rem,var(--radix-popover-content-available-height))] w-(--radix-popover-trigger-width) min-w-72 animate-rise flex-col overflow-hidden rounded-xl border border-edge bg-raised shadow-high outline-none"
        >
          <Picker {...rest} onClose={onClose} />
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}

function Picker({ view, opensDialog, onPick, onSlash, onClose }: Omit<Props, 'anchor'>) {
  const t = useTranslations('replyPicker.picker');
  const trpc = useTRPC();
  const { lineId } = view.row.line;
  const { data, isError, refetch } = useQuery(trpc.quickReplies.ofLine.queryOptions({ lineId }, { staleTime: 60_000 }));
  const [search, setSearch] = useState('');
  const [at, setAt] = useState(0);
  const [recent] = useState(recentReplies);
  const id = useId();
  const content = data?.list ?? null;
  const values = useMemo(() => (data ? valuesOf(data, view, opensDialog) : {}), [data, opensDialog, view]);
  const groups = useMemo(
    () =>
      content === null
        ? []
        : pickerGroups(content, search, recent, {
            recent: t('recent'),
            noSection: t('noSection'),
            found: t('found'),
          }),
    [content, recent, search, t],
  );
  const options = groups.flatMap((group) => group.replies);
  // Where each group begins among all options.
  const starts = groups.map((_, index) => groups.slice(0, index).reduce((sum, { replies }) => sum + replies.length, 0));
  const active = Math.min(at, options.length - 1);

  const pick = (index: number) => {
    const option = options[index];
    if (option !== undefined) onPick(option.replyId, filledReply(option.text, values));
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    const next = optionAfter(event.key, active, options.length);
    if (next !== null) setAt(next);
    else if ((event.key === 'Enter' || (event.key === 'Tab' && !event.shiftKey)) && options.length > 0) pick(active);
    else if (event.key === '/' && search === '') onSlash();
    else if (event.key === 'Backspace' && search === '') onClose();
    else return;
    event.preventDefault();
  };

  return (
    <>
      <div className="flex shrink-0 items-center gap-2.5 border-b border-edge px-3.5">
        <Search className="size-4 shrink-0 text-ink-faint" aria-hidden />
        <input
          autoFocus
          role="combobox"
          aria-expanded={options.length > 0}
          aria-controls={`${id}-list`}
          aria-activedescendant={options[active] === undefined ? undefined : `${id}-${active}`}
          aria-label={t('search')}
          placeholder={t('search')}
          autoComplete="off"
          value={search}
          onChange={(event) => {
            setSearch(event.target.value);
            setAt(0);
          }}
          onKeyDown={onKeyDown}
          className="h-10 w-full min-w-0 bg-transparent text-base outline-none"
        />
      </div>
      {data === undefined ? (
        isError ? (
          <Failed onRetry={() => void refetch()} className="py-8" />
        ) : (
          <div aria-busy className="flex flex-col gap-3 p-4">
            <Skeleton className="h-4 w-40" />
            <Skeleton className="h-4 w-64" />
            <Skeleton className="h-4 w-52" />
          </div>
        )
      ) : content === null || content.replies.length === 0 ? (
        <Nothing lineId={lineId} list={content} />
      ) : (
        <>
          <div
            id={`${id}-list`}
            role="listbox"
            aria-label={t('title')}
            className="min-h-0 flex-1 overflow-y-auto p-1.5"
          >
            {groups.length === 0 && (
              <Empty icon={SearchX} title={t('notFound')} className="py-8">
                {t('notFoundText')}
              </Empty>
            )}
            {groups.map((group, place) => (
              <div key={group.key} role="group" aria-labelledby={`${id}-${group.key}`}>
                <div id={`${id}-${group.key}`} className="px-2 pt-2 pb-1 text-xs font-medium text-ink-faint">
                  {group.title}
                </div>
                {group.replies.map((reply, within) => {
                  const index = (starts[place] ?? 0) + within;
                  return (
                    <Option
                      key={reply.replyId}
                      id={`${id}-${index}`}
                      name={reply.name}
                      text={filledReply(reply.text, values)}
                      active={index === active}
                      onPoint={() => setAt(index)}
                      onPick={() => pick(index)}
                    />
                  );
                })}
              </div>
            ))}
          </div>
          <p className="hidden shrink-0 border-t border-edge bg-ground px-3.5 py-1.5 text-xs text-ink-faint sm:block">
            {t('keys')}
          </p>
        </>
      )}
    </>
  );
}

function Option({
  id,
  name,
  text,
  active,
  onPoint,
  onPick,
}: {
  id: string;
  name: string;
  text: string;
  active: boolean;
  onPoint: () => void;
  onPick: () => void;
}) {
  return (
    <button
      type="button"
      id={id}
      role="option"
      aria-selected={active}
      tabIndex={-1}
      ref={(option) => {
        if (active) option?.scrollIntoView({ block: 'nearest' });
      }}
      onPointerMove={() => active || onPoint()}
      onPointerDown={(event) => event.preventDefault()}
      onClick={onPick}
      className={cn(
        'block w-full cursor-default rounded-md px-2 py-1.5 text-left [contain-intrinsic-size:auto_3.5rem] [content-visibility:auto]',
        active && 'bg-accent-soft',
      )}
    >
      <span className="block truncate font-medium">{name}</span>
      <span dir="auto" className="line-clamp-2 text-sm break-words text-ink-soft">
        {text}
      </span>
    </button>
  );
}

/** What the variables stand for in this dialog; the day and the time are those of where the company is. */
function valuesOf({ values }: LineReplies, view: DialogView, opensDialog: boolean): ReplyValues {
  const now = Date.now();
  const shown = (style: 'dateStyle' | 'timeStyle') =>
    new Intl.DateTimeFormat(values.language, { [style]: 'short', timeZone: values.timeZone }).format(now);
  return {
    'client.name': view.row.client.name,
    'operator.name': values.operator,
    'line.name': values.line,
    'company.name': values.company,
    'dialog.number': opensDialog ? null : `#${view.row.dialogId}`,
    date: shown('dateStyle'),
    time: shown('timeStyle'),
  };
}

/** The line has no list, or one with nothing in it: where that is put right, for whoever may. */
function Nothing({ lineId, list }: { lineId: string; list: LineReplies['list'] }) {
  const t = useTranslations('replyPicker.picker');
  const me = useMe();
  const arranges = may(me, 'quickReplies', list === null ? { author: null } : {});
  const chooses = list === null && may(me, 'linesEdit', { lineId });
  return (
    <div className="overflow-y-auto">
      <Empty
        icon={Zap}
        title={t(list === null ? 'noList' : 'emptyList')}
        className="py-7"
        action={
          (arranges || chooses) && (
            <>
              {arranges && (
                <Link
                  href={list === null ? '/quick-replies' : `/quick-replies?list=${list.listId}`}
                  className={buttonLook({ size: 'sm' })}
                >
                  {t(list === null ? 'make' : 'write')}
                </Link>
              )}
              {chooses && (
                <Button asChild size="sm">
                  <Link href={`/lines/${lineId}/auto-actions`}>{t('choose')}</Link>
                </Button>
              )}
            </>
          )
        }
      >
        {arranges || chooses ? t(list === null ? 'noListText' : 'emptyListText') : t('ask')}
      </Empty>
    </div>
  );
}
