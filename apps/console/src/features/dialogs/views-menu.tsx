'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Bookmark, BookmarkPlus, ChevronDown, Pencil, Save, Star, StarOff, Trash } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useState } from 'react';

import { useTRPC, useTRPCClient } from '../../rpc/client.tsx';
import { fieldsOf } from '../../rpc/failure.ts';
import type { DialogListView, ViewForm } from '../../rpc/shapes.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { Field } from '../../ui/field.tsx';
import { useFieldWords } from '../../ui/field-words.ts';
import { Input } from '../../ui/input.tsx';
import { Menu, MenuContent, MenuDivider, MenuItem, MenuLabel, MenuTrigger } from '../../ui/menu.tsx';
import { Modal } from '../../ui/modal.tsx';
import { say } from '../../ui/toast.tsx';
import { allDialogs, isChanged, shownBy, type Shown } from './shown.ts';
import type { Showing } from './use-shown.ts';

/** What of what is shown a view keeps: everything but what was searched for. */
function kept({ filter, columns, sort, ascending }: Shown): Omit<ViewForm, 'name' | 'shared'> {
  const { search: _search, ...rest } = filter;
  return { filter: rest, columns: [...columns], sort, ascending };
}

/** The saved ways to look at the list: one's own, and those that everybody shares. */
export function ViewsMenu({ showing: { shown, views, mayShare, show } }: { showing: Showing }) {
  const t = useTranslations('dialogs.views');
  const common = useTranslations('common');
  const trpc = useTRPC();
  const api = useTRPCClient();
  const cache = useQueryClient();
  const [naming, setNaming] = useState<'new' | DialogListView | null>(null);
  const current = views.find(({ viewId }) => viewId === shown.viewId);
  const changed = isChanged(
    { ...shown, ...kept(shown) } as Shown,
    current === undefined ? allDialogs : shownBy(current),
  );
  const { mutate, isPending } = useMutation({
    mutationFn: (call: () => Promise<{ saved: boolean; because?: string }>) => call(),
    onSuccess: ({ saved, because }) => {
      if (!saved) say('refused', t(`refused.${(because ?? 'gone') as 'gone'}`));
    },
    onError: () => say('refused', t('failed')),
    onSettled: () => cache.invalidateQueries({ queryKey: trpc.dialogList.views.queryKey({}) }),
  });
  const remove = (view: DialogListView) =>
    mutate(async () => {
      const answer = await api.dialogList.removeView.mutate({ viewId: view.viewId });
      if (answer.saved) {
        show(allDialogs);
        say('done', t('removed', { name: view.name }), {
          label: common('undo'),
          onClick: () => mutate(() => api.dialogList.restoreView.mutate({ viewId: view.viewId })),
        });
      }
      return answer;
    });
  const save = (view: DialogListView) =>
    mutate(async () => {
      const { viewId, name, shared } = view;
      const answer = await api.dialogList.saveView.mutate({ viewId, view: { name, shared, ...kept(shown) } });
      if (answer.saved) say('done', t('saved', { name }));
      return answer;
    });
  const begin = (viewId: string | null) => mutate(() => api.dialogList.setDefaultView.mutate({ viewId }));
  const group = (shared: boolean) => views.filter((view) => view.shared === shared);

  return (
    <>
      <Menu>
        <MenuTrigger>
          <Button className="max-w-full min-w-0 shrink" aria-label={t('label', { name: current?.name ?? t('all') })}>
            <Bookmark /> <span className="truncate">{current?.name ?? t('all')}</span>
            {changed && current !== undefined && <Badge>{t('changed')}</Badge>}
            <ChevronDown className="text-ink-faint" />
          </Button>
        </MenuTrigger>
        <MenuContent
          align="start"
          className="max-h-[min(32rem,var(--radix-dropdown-menu-content-available-height))] overflow-y-auto"
        >
          <MenuItem onSelect={() => show(allDialogs)} aria-current={current === undefined ? 'true' : undefined}>
            {t('all')}
          </MenuItem>
          {[true, false].map((shared) =>
            group(shared).length === 0 ? null : (
              <div key={String(shared)} role="group" aria-label={t(shared ? 'shared' : 'own')}>
                <MenuLabel>{t(shared ? 'shared' : 'own')}</MenuLabel>
                {group(shared).map((view) => (
                  <MenuItem
                    key={view.viewId}
                    onSelect={() => show(shownBy(view))}
                    aria-current={view.viewId === current?.viewId ? 'true' : undefined}
                  >
                    <span className="min-w-0 flex-1 truncate">{view.name}</span>
                    {view.isDefault && <Star aria-label={t('isDefault')} />}
                  </MenuItem>
                ))}
              </div>
            ),
          )}
          <MenuDivider />
          {current !== undefined && changed && current.mayChange && (
            <MenuItem disabled={isPending} onSelect={() => save(current)}>
              <Save /> {t('save', { name: current.name })}
            </MenuItem>
          )}
          <MenuItem onSelect={() => setNaming('new')}>
            <BookmarkPlus /> {t('saveNew')}
          </MenuItem>
          {current !== undefined && (
            <>
              {current.isDefault ? (
                <MenuItem onSelect={() => begin(null)}>
                  <StarOff /> {t('noDefault')}
                </MenuItem>
              ) : (
                <MenuItem onSelect={() => begin(current.viewId)}>
                  <Star /> {t('setDefault')}
                </MenuItem>
              )}
              {current.mayChange && (
                <>
                  <MenuItem onSelect={() => setNaming(current)}>
                    <Pencil /> {t('rename')}
                  </MenuItem>
                  <MenuItem danger onSelect={() => remove(current)}>
                    <Trash /> {t('remove')}
                  </MenuItem>
                </>
              )}
            </>
          )}
        </MenuContent>
      </Menu>
      <Modal
        open={naming !== null}
        onOpenChange={(open) => !open && setNaming(null)}
        title={t(naming === 'new' ? 'newTitle' : 'renameTitle')}
      >
        {naming !== null && (
          <NameForm
            of={naming}
            shown={shown}
            mayShare={mayShare}
            onSaved={(view) => {
              setNaming(null);
              if (naming === 'new') show({ ...shown, viewId: view });
            }}
          />
        )}
      </Modal>
    </>
  );
}

type NameProps = {
  of: 'new' | DialogListView;
  shown: Shown;
  mayShare: boolean;
  onSaved: (viewId: string) => void;
};

function NameForm({ of, shown, mayShare, onSaved }: NameProps) {
  const t = useTranslations('dialogs.views');
  const words = useFieldWords();
  const trpc = useTRPC();
  const api = useTRPCClient();
  const cache = useQueryClient();
  const [name, setName] = useState(of === 'new' ? '' : of.name);
  const [shared, setShared] = useState(of === 'new' ? false : of.shared);
  const { mutate, isPending, error } = useMutation({
    mutationFn: async () => {
      if (of === 'new') return api.dialogList.addView.mutate({ view: { name, shared, ...kept(shown) } });
      const { viewId, filter, columns, sort, ascending } = of;
      const view = { name, shared, filter, columns, sort, ascending };
      return api.dialogList.saveView.mutate({ viewId, view });
    },
    onSuccess: async (answer) => {
      await cache.invalidateQueries({ queryKey: trpc.dialogList.views.queryKey({}) });
      if (answer.saved) onSaved(answer.viewId);
      else say('refused', t(`refused.${answer.because}`));
    },
    onError: (failure) => {
      if (Object.keys(fieldsOf(failure)).length === 0) say('refused', t('failed'));
    },
  });
  return (
    <form
      noValidate
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        mutate();
      }}
    >
      <Field label={t('name')} error={words(fieldsOf(error)['view.name'])}>
        {(control) => (
          <Input {...control} value={name} onChange={({ target }) => setName(target.value)} autoFocus maxLength={200} />
        )}
      </Field>
      {mayShare && (
        <label className="flex items-center gap-2.5">
          <input
            type="checkbox"
            checked={shared}
            onChange={(event) => setShared(event.target.checked)}
            className="size-4 shrink-0 accent-accent-fill"
          />
          <span>{t('share')}</span>
        </label>
      )}
      <p className="text-sm text-ink-faint">{t('keeps')}</p>
      <div>
        <Button type="submit" look="primary" busy={isPending}>
          {t('saveIt')}
        </Button>
      </div>
    </form>
  );
}
