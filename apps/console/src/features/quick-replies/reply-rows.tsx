'use client';

import { ArrowDown, ArrowUp, Ellipsis, GripVertical, Pencil, Plus, SearchX, Trash2 } from 'lucide-react';
import { useFormatter, useTranslations } from 'next-intl';
import { useRef, useState, type DragEvent } from 'react';

import { may } from '@switchboard/domain/access';

import { useMe } from '../../rpc/me.ts';
import type { QuickReply, QuickReplyListView } from '../../rpc/shapes.ts';
import { Button } from '../../ui/button.tsx';
import { cn } from '../../ui/cn.ts';
import { Empty } from '../../ui/empty.tsx';
import { Menu, MenuContent, MenuDivider, MenuItem, MenuTrigger } from '../../ui/menu.tsx';
import type { Shown } from './address.ts';
import { groupsOf, stepOf, type Group } from './arrange.ts';
import type { QuickRepliesActs } from './use-quick-replies.ts';

type Section = QuickReplyListView['sections'][number];
type Dragged = { what: 'reply' | 'section'; id: string };
type Props = {
  list: QuickReplyListView;
  shown: Shown;
  acts: QuickRepliesActs;
  arranges: boolean;
  writes: boolean;
  onOpen: (replyId: string) => void;
  onNew: (sectionId: string | null) => void;
  onRename: (section: Section) => void;
  onRemove: (section: Section) => void;
  onClear: () => void;
};

/** How many rows are drawn at first, and with each asking for more. */
const step = 200;

/** The replies of a list by section, ordered with the pointer or the arrow keys; or what is found among them. */
export function ReplyRows(props: Props) {
  const { list, shown, acts, arranges, writes, onNew, onRename, onRemove, onClear } = props;
  const t = useTranslations('quickReplies');
  const me = useMe();
  const [most, setMost] = useState(step);
  const [over, setOver] = useState<string | null>(null);
  const [told, setTold] = useState('');
  const dragged = useRef<Dragged | null>(null);
  const rows = useRef<HTMLDivElement>(null);
  const { grouped, groups } = groupsOf(list, shown);
  const total = groups.reduce((sum, { replies }) => sum + replies.length, 0);
  const { listId } = list;
  // Whole groups are counted, so that a group is cut only where the rows run out.
  const starts = groups.map((_, index) => groups.slice(0, index).reduce((sum, { replies }) => sum + replies.length, 0));

  const moveReply = (replyId: string, by: -1 | 1) => {
    const place = stepOf(list, replyId, by);
    if (place === null) return;
    void acts.move(listId, replyId, place);
    const name = list.replies.find((reply) => reply.replyId === replyId)?.name ?? '';
    setTold(t(by === -1 ? 'movedUp' : 'movedDown', { name }));
    // In another section it is another row: the focus goes along.
    setTimeout(() => rows.current?.querySelector<HTMLElement>(`[data-handle="${replyId}"]`)?.focus(), 50);
  };
  const moveSection = (section: Section, by: -1 | 1) => {
    const ids = list.sections.map(({ sectionId }) => sectionId);
    const at = ids.indexOf(section.sectionId);
    if (at + by < 0 || at + by >= ids.length) return;
    void acts.moveSection(listId, section.sectionId, (by === -1 ? ids[at - 1] : ids[at + 2]) ?? null);
    setTold(t(by === -1 ? 'movedUp' : 'movedDown', { name: section.name }));
  };
  const grab = (what: Dragged['what'], id: string, name: string) => ({
    draggable: true,
    onDragStart: (event: DragEvent) => {
      dragged.current = { what, id };
      event.dataTransfer.effectAllowed = 'move';
      event.dataTransfer.setData('text/plain', name);
    },
    onDragEnd: () => {
      dragged.current = null;
      setOver(null);
    },
  });
  const accepts = (key: string, takes: (now: Dragged) => (() => void) | null) => ({
    onDragOver: (event: DragEvent) => {
      if (dragged.current === null || takes(dragged.current) === null) return;
      event.preventDefault();
      setOver(key);
    },
    onDrop: (event: DragEvent) => {
      event.preventDefault();
      const act = dragged.current === null ? null : takes(dragged.current);
      dragged.current = null;
      setOver(null);
      act?.();
    },
  });
  /** Before a reply, or where there is none, at the end of the section. */
  const ontoPlace = (sectionId: string | null, before: string | null) => (now: Dragged) =>
    now.what === 'reply' && now.id !== before
      ? () => void acts.move(listId, now.id, { sectionId, beforeReplyId: before })
      : null;
  const ontoHeading = (group: Group) => (now: Dragged) => {
    if (now.what === 'reply')
      return () =>
        void acts.move(listId, now.id, {
          sectionId: group.section?.sectionId ?? null,
          beforeReplyId: group.replies.find(({ replyId }) => replyId !== now.id)?.replyId ?? null,
        });
    const before = group.section?.sectionId ?? null;
    return before === null || before === now.id ? null : () => void acts.moveSection(listId, now.id, before);
  };

  if (!grouped && total === 0)
    return (
      <Empty
        icon={SearchX}
        title={t('notFound.title')}
        action={<Button onClick={onClear}>{t('notFound.clear')}</Button>}
      >
        {t('notFound.text')}
      </Empty>
    );

  return (
    <div ref={rows} className="flex flex-col gap-5">
      {groups.map((group, index) => {
        const { section, key } = group;
        const left = most - (starts[index] ?? 0);
        if (left <= 0) return null;
        const named = grouped && (section !== null || list.sections.length > 0);
        return (
          <section key={key} aria-label={grouped ? (section?.name ?? t('noSection')) : t('found')}>
            {named && (
              <div
                {...accepts(`heading ${key}`, ontoHeading(group))}
                className={cn(
                  'mb-1 flex min-h-8 items-center gap-1 rounded-md',
                  over === `heading ${key}` && 'outline-2 outline-accent-fill',
                )}
              >
                {section !== null && arranges && (
                  <button
                    type="button"
                    aria-label={t('moveSection', { name: section.name })}
                    title={t('moveHint')}
                    {...grab('section', section.sectionId, section.name)}
                    onKeyDown={(event) => {
                      if (event.key !== 'ArrowUp' && event.key !== 'ArrowDown') return;
                      event.preventDefault();
                      moveSection(section, event.key === 'ArrowUp' ? -1 : 1);
                    }}
                    className="flex size-7 shrink-0 cursor-grab items-center justify-center rounded-md text-ink-faint hover:bg-hover hover:text-ink"
                  >
                    <GripVertical className="size-4" aria-hidden />
                  </button>
                )}
                <h3 className="min-w-0 truncate text-sm font-semibold text-ink-soft">
                  {section?.name ?? t('noSection')}
                </h3>
                <span className="text-sm text-ink-faint tabular-nums">{group.replies.length}</span>
                <span className="flex-1" />
                {writes && (
                  <Button
                    look="quiet"
                    size="icon-sm"
                    aria-label={t('newIn', { name: section?.name ?? t('noSection') })}
                    title={t('newReply')}
                    onClick={() => onNew(section?.sectionId ?? null)}
                  >
                    <Plus />
                  </Button>
                )}
                {section !== null && arranges && (
                  <Menu>
                    <MenuTrigger>
                      <Button look="quiet" size="icon-sm" aria-label={t('moreOf', { name: section.name })}>
                        <Ellipsis />
                      </Button>
                    </MenuTrigger>
                    <MenuContent align="end">
                      <MenuItem onSelect={() => onRename(section)}>
                        <Pencil aria-hidden /> {t('rename')}
                      </MenuItem>
                      <MenuItem onSelect={() => moveSection(section, -1)}>
                        <ArrowUp aria-hidden /> {t('up')}
                      </MenuItem>
                      <MenuItem onSelect={() => moveSection(section, 1)}>
                        <ArrowDown aria-hidden /> {t('down')}
                      </MenuItem>
                      <MenuDivider />
                      <MenuItem danger onSelect={() => onRemove(section)}>
                        <Trash2 aria-hidden /> {t('remove')}
                      </MenuItem>
                    </MenuContent>
                  </Menu>
                )}
              </div>
            )}
            <ul className="overflow-hidden rounded-lg border border-edge bg-panel">
              {group.replies.length === 0 && (
                <li
                  {...accepts(`end ${key}`, ontoPlace(section?.sectionId ?? null, null))}
                  className={cn('px-3 py-3 text-sm text-ink-faint', over === `end ${key}` && 'bg-accent-soft')}
                >
                  {t('emptySection')}
                </li>
              )}
              {group.replies.slice(0, left).map((reply) => (
                <Row
                  key={reply.replyId}
                  reply={reply}
                  section={
                    grouped ? null : (list.sections.find((one) => one.sectionId === reply.sectionId)?.name ?? null)
                  }
                  open={shown.reply === reply.replyId}
                  onOpen={() => props.onOpen(reply.replyId)}
                  over={over === reply.replyId}
                  handle={
                    grouped && may(me, 'quickReplies', { author: reply.createdBy })
                      ? { ...grab('reply', reply.replyId, reply.name), onStep: (by) => moveReply(reply.replyId, by) }
                      : null
                  }
                  drop={grouped ? accepts(reply.replyId, ontoPlace(reply.sectionId, reply.replyId)) : {}}
                />
              ))}
            </ul>
          </section>
        );
      })}
      {total > most && (
        <Button className="self-center" onClick={() => setMost(most + step)}>
          {t('showMore', { count: total - most })}
        </Button>
      )}
      <p aria-live="assertive" className="sr-only">
        {told}
      </p>
    </div>
  );
}

function Row({
  reply,
  section,
  open,
  over,
  handle,
  drop,
  onOpen,
}: {
  reply: QuickReply;
  section: string | null;
  open: boolean;
  over: boolean;
  handle:
    | ({ onStep: (by: -1 | 1) => void } & {
        draggable: boolean;
        onDragStart: (event: DragEvent) => void;
        onDragEnd: () => void;
      })
    | null;
  drop: { onDragOver?: (event: DragEvent) => void; onDrop?: (event: DragEvent) => void };
  onOpen: () => void;
}) {
  const t = useTranslations('quickReplies');
  const format = useFormatter();
  const { onStep, ...drag } = handle ?? { onStep: null };
  return (
    <li
      {...drop}
      className={cn(
        'relative flex items-stretch border-b border-edge last:border-b-0',
        open ? 'bg-accent-soft' : 'hover:bg-hover',
        over && 'before:absolute before:inset-x-0 before:top-0 before:z-10 before:h-0.5 before:bg-accent-fill',
      )}
    >
      {onStep !== null && (
        <button
          type="button"
          data-handle={reply.replyId}
          aria-label={t('moveReply', { name: reply.name })}
          title={t('moveHint')}
          {...drag}
          onKeyDown={(event) => {
            if (event.key !== 'ArrowUp' && event.key !== 'ArrowDown') return;
            event.preventDefault();
            onStep(event.key === 'ArrowUp' ? -1 : 1);
          }}
          className="flex w-7 shrink-0 cursor-grab items-center justify-center text-ink-faint hover:text-ink -outline-offset-2"
        >
          <GripVertical className="size-4" aria-hidden />
        </button>
      )}
      <button
        type="button"
        aria-current={open ? 'true' : undefined}
        onClick={onOpen}
        className={cn('min-w-0 flex-1 py-2 pr-3 text-left -outline-offset-2', onStep === null ? 'pl-3' : 'pl-1')}
      >
        <span className="flex items-baseline gap-3">
          <span className="min-w-0 flex-1 truncate font-medium">
            {reply.name}
            {section !== null && <span className="font-normal text-ink-faint"> · {section}</span>}
          </span>
          {reply.used > 0 && (
            <span
              className="shrink-0 text-sm text-ink-faint tabular-nums"
              title={t('editor.used', { count: reply.used })}
            >
              {t('times', { count: format.number(reply.used) })}
            </span>
          )}
        </span>
        <span dir="auto" className="block truncate text-sm text-ink-soft">
          {reply.text}
        </span>
      </button>
    </li>
  );
}
