'use client';

import { useQuery, useQueryClient } from '@tanstack/react-query';
import { ArrowLeft, Download, Ellipsis, FileUp, FolderPlus, Pencil, Plus, SearchX, Trash2, Zap } from 'lucide-react';
import Link from 'next/link';
import { useSearchParams } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { useState } from 'react';

import { may, mayAnywhere } from '@switchboard/domain/access';
import { listName, sectionName } from '@switchboard/domain/quick-replies';

import { useTRPC } from '../../rpc/client.tsx';
import { useMe } from '../../rpc/me.ts';
import type { QuickReplyList, QuickReplyListView } from '../../rpc/shapes.ts';
import { Button } from '../../ui/button.tsx';
import { cn } from '../../ui/cn.ts';
import { Empty } from '../../ui/empty.tsx';
import { Failed } from '../../ui/failed.tsx';
import { Input, Select } from '../../ui/input.tsx';
import { Menu, MenuContent, MenuDivider, MenuItem, MenuTrigger } from '../../ui/menu.tsx';
import { openHere } from '../../ui/open-dialog.ts';
import { Skeleton } from '../../ui/skeleton.tsx';
import { say } from '../../ui/toast.tsx';
import { isId, newIn, sectionOfNew, shownIn, withShown, type Shown } from './address.ts';
import { fileName } from './csv-file.ts';
import { ImportFile } from './import-file.tsx';
import { NameForm } from './name-form.tsx';
import { RemoveSection } from './remove-section.tsx';
import { ReplyEditor } from './reply-editor.tsx';
import { ReplyRows } from './reply-rows.tsx';
import { useQuickReplies, type QuickRepliesActs } from './use-quick-replies.ts';

type Section = QuickReplyListView['sections'][number];
/** What is asked for in a window over the page. */
type Asked =
  | { what: 'new-list' | 'rename-list' | 'new-section' | 'import' }
  | { what: 'rename-section' | 'remove-section'; section: Section };

/** Lists, what is in the one that is open, and the reply that is written. On a phone each is a screen of its own. */
export function QuickReplies() {
  const t = useTranslations('quickReplies');
  const me = useMe();
  const trpc = useTRPC();
  const acts = useQuickReplies();
  const search = useSearchParams();
  const shown = shownIn(search);
  const lists = useQuery(trpc.quickReplies.lists.queryOptions({}));
  const listId = shown.list ?? lists.data?.[0]?.listId ?? null;
  const list = useQuery(trpc.quickReplies.get.queryOptions({ listId: listId ?? '' }, { enabled: isId(listId) }));
  const [asked, setAsked] = useState<Asked | null>(null);
  const arranges = may(me, 'quickReplies', { author: null });
  const show = (changes: { [part in keyof Shown]?: string | null }, how: 'push' | 'replace' = 'push') =>
    openHere(withShown(search, changes), how);

  if (lists.data === undefined) {
    return lists.isError ? (
      <Failed onRetry={() => void lists.refetch()} className="h-full" />
    ) : (
      <QuickRepliesSkeleton />
    );
  }
  const view = list.data ?? null;
  const reply = view?.replies.find(({ replyId }) => replyId === shown.reply) ?? null;
  const into = sectionOfNew(shown.reply);
  const editing = view !== null && (reply !== null || (into !== undefined && mayAnywhere(me, 'quickReplies')));

  const none = (
    <Empty
      icon={Zap}
      title={t('empty.title')}
      action={
        arranges && (
          <Button look="primary" onClick={() => setAsked({ what: 'new-list' })}>
            {t('newList')}
          </Button>
        )
      }
    >
      {t(arranges ? 'empty.text' : 'empty.ask')}
    </Empty>
  );

  return (
    <main className="flex h-full min-w-0">
      <section
        aria-label={t('title')}
        className={cn(
          'flex h-full w-full min-w-0 shrink-0 flex-col border-r border-edge bg-panel md:w-64',
          shown.list !== null && lists.data.length > 0 && 'max-md:hidden',
        )}
      >
        <header className="flex min-h-13 shrink-0 items-center justify-between gap-2 border-b border-edge px-4">
          <h1 className="font-semibold">{t('title')}</h1>
          {arranges && (
            <Button
              look="quiet"
              size="icon-sm"
              aria-label={t('newList')}
              title={t('newList')}
              onClick={() => setAsked({ what: 'new-list' })}
            >
              <Plus />
            </Button>
          )}
        </header>
        <Lists lists={lists.data} open={listId} onOpen={(id) => show({ list: id })} />
        {lists.data.length === 0 && <div className="flex flex-1 items-center justify-center md:hidden">{none}</div>}
      </section>
      <section
        aria-label={view?.name ?? t('title')}
        className={cn(
          'flex h-full min-w-0 flex-1 flex-col',
          (shown.list === null || lists.data.length === 0) && 'max-md:hidden',
          editing && 'max-lg:hidden',
        )}
      >
        {lists.data.length === 0 ? (
          <div className="flex h-full items-center justify-center">{none}</div>
        ) : list.data === undefined && isId(listId) ? (
          list.isError ? (
            <Failed onRetry={() => void list.refetch()} className="h-full" />
          ) : (
            <ListSkeleton />
          )
        ) : view === null ? (
          <div className="flex h-full items-center justify-center">
            <Empty
              icon={SearchX}
              title={t('gone.title')}
              action={<Button onClick={() => show({ list: null })}>{t('gone.back')}</Button>}
            >
              {t('gone.text')}
            </Empty>
          </div>
        ) : (
          <OpenList
            key={view.listId}
            list={view}
            shown={shown}
            show={show}
            acts={acts}
            arranges={arranges}
            onAsk={setAsked}
          />
        )}
      </section>
      {editing && (
        <div className="h-full w-full min-w-0 shrink-0 border-l border-edge lg:w-96 xl:w-[28rem]">
          <ReplyEditor
            key={reply?.replyId ?? shown.reply}
            list={view}
            reply={reply}
            section={view.sections.find(({ sectionId }) => sectionId === (into ?? shown.section))?.sectionId ?? null}
            readOnly={reply !== null && !may(me, 'quickReplies', { author: reply.createdBy })}
            acts={acts}
            onClose={() => show({ reply: null })}
            onAdded={(replyId) => show({ reply: replyId }, 'replace')}
          />
        </div>
      )}
      <Window
        asked={asked}
        list={view}
        acts={acts}
        onList={(id) => show({ list: id })}
        onClose={() => setAsked(null)}
      />
    </main>
  );
}

function Lists({
  lists,
  open,
  onOpen,
}: {
  lists: QuickReplyList[];
  open: string | null;
  onOpen: (listId: string) => void;
}) {
  const t = useTranslations('quickReplies');
  return (
    <ul className="min-h-0 overflow-y-auto p-2">
      {lists.map((list) => (
        <li key={list.listId}>
          <button
            type="button"
            aria-current={list.listId === open ? 'true' : undefined}
            onClick={() => onOpen(list.listId)}
            className={cn(
              'flex w-full min-w-0 flex-col rounded-md px-2.5 py-1.5 text-left',
              list.listId === open ? 'bg-accent-soft' : 'hover:bg-hover',
            )}
          >
            <span className="w-full truncate font-medium">{list.name}</span>
            <span className="w-full truncate text-sm text-ink-faint">
              {t('replies', { count: list.replies })}
              {' · '}
              {list.lines.length === 0 ? t('noLines') : t('lines', { count: list.lines.length })}
            </span>
          </button>
        </li>
      ))}
    </ul>
  );
}

function OpenList({
  list,
  shown,
  show,
  acts,
  arranges,
  onAsk,
}: {
  list: QuickReplyListView;
  shown: Shown;
  show: (changes: { [part in keyof Shown]?: string | null }, how?: 'push' | 'replace') => void;
  acts: QuickRepliesActs;
  arranges: boolean;
  onAsk: (asked: Asked) => void;
}) {
  const t = useTranslations('quickReplies');
  const me = useMe();
  const writes = mayAnywhere(me, 'quickReplies');
  const download = useDownload(list);
  const begin = (section: string | null) => show({ reply: newIn(section) });
  return (
    <>
      <header className="flex min-h-13 shrink-0 items-center gap-2 border-b border-edge bg-panel px-3 sm:px-5">
        <Button
          look="quiet"
          size="icon-sm"
          className="md:hidden"
          aria-label={t('back')}
          onClick={() => show({ list: null })}
        >
          <ArrowLeft />
        </Button>
        <h2 className="min-w-0 flex-1 truncate font-semibold">{list.name}</h2>
        {writes && (
          <Button look="primary" onClick={() => begin(null)}>
            <Plus /> {t('newReply')}
          </Button>
        )}
        <Menu>
          <MenuTrigger>
            <Button look="quiet" size="icon" aria-label={t('more')}>
              <Ellipsis />
            </Button>
          </MenuTrigger>
          <MenuContent align="end">
            {arranges && (
              <>
                <MenuItem onSelect={() => onAsk({ what: 'new-section' })}>
                  <FolderPlus aria-hidden /> {t('newSection')}
                </MenuItem>
                <MenuItem onSelect={() => onAsk({ what: 'rename-list' })}>
                  <Pencil aria-hidden /> {t('rename')}
                </MenuItem>
                <MenuDivider />
                <MenuItem onSelect={() => onAsk({ what: 'import' })}>
                  <FileUp aria-hidden /> {t('importFile')}
                </MenuItem>
              </>
            )}
            <MenuItem onSelect={() => void download()}>
              <Download aria-hidden /> {t('exportFile')}
            </MenuItem>
            {arranges && (
              <>
                <MenuDivider />
                <MenuItem
                  danger
                  onSelect={() => {
                    void acts.removeList(list).then((removed) => removed && show({ list: null }));
                  }}
                >
                  <Trash2 aria-hidden /> {t('removeList')}
                </MenuItem>
              </>
            )}
          </MenuContent>
        </Menu>
      </header>
      <div className="flex shrink-0 flex-wrap items-center gap-2 border-b border-edge bg-panel px-3 py-2 sm:px-5">
        <Input
          type="search"
          aria-label={t('search')}
          placeholder={t('search')}
          className="basis-full sm:min-w-40 sm:flex-1 sm:basis-0"
          value={shown.search}
          onChange={(event) => show({ search: event.target.value }, 'replace')}
        />
        <Select
          aria-label={t('section')}
          className="w-auto flex-1 basis-32 sm:max-w-44"
          value={shown.section ?? ''}
          onChange={(event) => show({ section: event.target.value }, 'replace')}
        >
          <option value="">{t('allSections')}</option>
          <option value="none">{t('noSection')}</option>
          {list.sections.map(({ sectionId, name }) => (
            <option key={sectionId} value={sectionId}>
              {name}
            </option>
          ))}
        </Select>
        <Select
          aria-label={t('sort.label')}
          className="w-auto flex-1 basis-32 sm:max-w-44"
          value={shown.sort}
          onChange={(event) => show({ sort: event.target.value }, 'replace')}
        >
          <option value="place">{t('sort.place')}</option>
          <option value="used">{t('sort.used')}</option>
        </Select>
      </div>
      <div className="min-h-0 flex-1 overflow-y-auto px-3 py-3 sm:px-5">
        <UsedBy list={list} arranges={arranges} />
        {list.replies.length === 0 && list.sections.length === 0 ? (
          <Empty
            icon={Zap}
            title={t('emptyList.title')}
            action={
              writes && (
                <>
                  <Button look="primary" onClick={() => begin(null)}>
                    {t('newReply')}
                  </Button>
                  {arranges && <Button onClick={() => onAsk({ what: 'import' })}>{t('importFile')}</Button>}
                </>
              )
            }
          >
            {t('emptyList.text')}
          </Empty>
        ) : (
          <ReplyRows
            list={list}
            shown={shown}
            acts={acts}
            arranges={arranges}
            writes={writes}
            onOpen={(replyId) => show({ reply: replyId })}
            onNew={begin}
            onRename={(section) => onAsk({ what: 'rename-section', section })}
            onRemove={(section) => {
              if (list.replies.some(({ sectionId }) => sectionId === section.sectionId))
                onAsk({ what: 'remove-section', section });
              else void acts.removeSection(section, 'remove', null);
            }}
            onClear={() => show({ search: null, section: null }, 'replace')}
          />
        )}
      </div>
    </>
  );
}

/** The lines that offer this list, as links to where it was chosen. */
function UsedBy({ list, arranges }: { list: QuickReplyListView; arranges: boolean }) {
  const t = useTranslations('quickReplies');
  if (list.lines.length === 0)
    return arranges ? (
      <p className="mb-3 rounded-lg bg-sunken px-3 py-2 text-sm text-ink-soft">
        {t.rich('unused', {
          lines: (words) => (
            <Link href="/lines" className="text-accent underline underline-offset-2">
              {words}
            </Link>
          ),
        })}
      </p>
    ) : null;
  return (
    <p className="mb-3 flex flex-wrap gap-x-2 text-sm text-ink-faint">
      {t('usedBy')}
      {list.lines.map(({ lineId, name, viewable }) =>
        viewable ? (
          <Link
            key={lineId}
            href={`/lines/${lineId}/auto-actions`}
            className="max-w-full truncate text-accent underline-offset-2 hover:underline"
          >
            {name}
          </Link>
        ) : (
          <span key={lineId} className="text-ink-soft">
            {name}
          </span>
        ),
      )}
    </p>
  );
}

function useDownload({ listId }: QuickReplyListView): () => Promise<void> {
  const t = useTranslations('quickReplies');
  const trpc = useTRPC();
  const cache = useQueryClient();
  return async () => {
    try {
      const file = await cache.fetchQuery(
        trpc.quickReplies.export.queryOptions({ listId }, { staleTime: 0, gcTime: 0 }),
      );
      if (file === null) throw new Error('no list');
      const url = URL.createObjectURL(new Blob([file.csv], { type: 'text/csv;charset=utf-8' }));
      const link = document.createElement('a');
      link.href = url;
      link.download = fileName(file.name);
      link.click();
      setTimeout(() => URL.revokeObjectURL(url), 10_000);
    } catch {
      say('refused', t('exportFailed'));
    }
  };
}

function Window({
  asked,
  list,
  acts,
  onList,
  onClose,
}: {
  asked: Asked | null;
  list: QuickReplyListView | null;
  acts: QuickRepliesActs;
  onList: (listId: string) => void;
  onClose: () => void;
}) {
  const t = useTranslations('quickReplies');
  if (asked === null) return null;
  if (asked.what === 'new-list')
    return (
      <NameForm
        title={t('newList')}
        label={t('name')}
        action={t('create')}
        name=""
        schema={listName}
        onSave={async (name) => {
          const made = await acts.createList(name);
          if (made !== null) onList(made);
        }}
        onClose={onClose}
      />
    );
  if (list === null) return null;
  switch (asked.what) {
    case 'rename-list':
      return (
        <NameForm
          title={t('rename')}
          label={t('name')}
          action={t('saveName')}
          name={list.name}
          schema={listName}
          onSave={(name) => acts.renameList(list.listId, name)}
          onClose={onClose}
        />
      );
    case 'new-section':
      return (
        <NameForm
          title={t('newSection')}
          label={t('name')}
          action={t('create')}
          name=""
          schema={sectionName}
          onSave={(name) => acts.createSection(list.listId, name)}
          onClose={onClose}
        />
      );
    case 'rename-section':
      return (
        <NameForm
          title={t('renameSection')}
          label={t('name')}
          action={t('saveName')}
          name={asked.section.name}
          schema={sectionName}
          onSave={(name) => acts.renameSection(asked.section.sectionId, name)}
          onClose={onClose}
        />
      );
    case 'remove-section':
      return (
        <RemoveSection
          section={asked.section}
          list={list}
          onRemove={(replies, to) => void acts.removeSection(asked.section, replies, to)}
          onClose={onClose}
        />
      );
    case 'import':
      return (
        <ImportFile
          list={list}
          onDone={() => {
            onClose();
            void acts.reread();
          }}
          onClose={onClose}
        />
      );
  }
}

function ListSkeleton() {
  return (
    <div aria-busy className="flex h-full flex-col">
      <div className="flex h-13 items-center border-b border-edge bg-panel px-5">
        <Skeleton className="h-5 w-40" />
      </div>
      <div className="border-b border-edge bg-panel px-5 py-2">
        <Skeleton className="h-8 w-full" />
      </div>
      <div className="flex flex-col gap-3 p-5">
        <Skeleton className="h-4 w-56" />
        {[0, 1, 2, 3, 4].map((row) => (
          <Skeleton key={row} className="h-13 w-full rounded-lg" />
        ))}
      </div>
    </div>
  );
}

export function QuickRepliesSkeleton() {
  return (
    <main aria-busy className="flex h-full min-w-0">
      <div className="flex h-full w-full shrink-0 flex-col border-r border-edge bg-panel md:w-64">
        <div className="flex h-13 items-center border-b border-edge px-4">
          <Skeleton className="h-5 w-32" />
        </div>
        <div className="flex flex-col gap-2 p-3">
          <Skeleton className="h-11 w-full" />
          <Skeleton className="h-11 w-full" />
        </div>
      </div>
      <div className="hidden min-w-0 flex-1 md:block">
        <ListSkeleton />
      </div>
    </main>
  );
}
