'use client';

import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Command } from 'cmdk';
import { Keyboard, Search, Split, type LucideIcon } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { Dialog } from 'radix-ui';
import { useDeferredValue, useState, type ReactNode } from 'react';

import { useTRPC } from '../../rpc/client.tsx';
import { ChannelGlyph } from '../../ui/channel-glyph.tsx';
import { useClientName } from '../../ui/client-name.ts';
import { StateBadge } from '../../ui/state-badge.tsx';
import { pagesWithin, type placesOf } from './places.ts';
import { useStatusActs } from './self.tsx';

type Props = {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  places: ReturnType<typeof placesOf>;
  onHelp: () => void;
};

/** One field that finds places, lines, and dialogs by number or client. */
export function CommandBar({ open, onOpenChange, ...rest }: Props) {
  const t = useTranslations('shell.command');
  return (
    <Dialog.Root open={open} onOpenChange={onOpenChange}>
      <Dialog.Portal>
        <Dialog.Overlay className="fixed inset-0 z-40 animate-appear bg-veil" />
        <Dialog.Content
          aria-describedby={undefined}
          className="fixed top-[12vh] left-1/2 z-50 w-[calc(100vw-1.5rem)] max-w-xl -translate-x-1/2 animate-rise overflow-hidden rounded-xl border border-edge bg-raised shadow-high outline-none"
        >
          <Dialog.Title className="sr-only">{t('title')}</Dialog.Title>
          <Found {...rest} onClose={() => onOpenChange(false)} />
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

function Found({ places, onHelp, onClose }: Pick<Props, 'places' | 'onHelp'> & { onClose: () => void }) {
  const t = useTranslations('shell');
  const trpc = useTRPC();
  const router = useRouter();
  const clientName = useClientName();
  const [text, setText] = useState('');
  const wanted = useDeferredValue(text.trim());
  const seesLines = places.some((place) => place.name === 'lines');
  const { data: lines = [] } = useQuery(trpc.lines.list.queryOptions({}, { enabled: seesLines }));
  const { data: dialogs, isFetching } = useQuery(
    trpc.dialogList.page.queryOptions(
      { filter: { search: wanted.slice(0, 200) }, limit: 6 },
      { enabled: wanted !== '', placeholderData: keepPreviousData, staleTime: 5_000 },
    ),
  );
  const go = (href: string) => {
    onClose();
    router.push(href);
  };
  const matches = (name: string) => name.toLocaleLowerCase().includes(wanted.toLocaleLowerCase());
  const foundPlaces = places.filter((place) => matches(t(`places.${place.name}`)));
  const foundPages = places.flatMap(({ name, href, icon }) =>
    name === 'statistics'
      ? pagesWithin.statistics
          .map((page) => ({ page, href: `${href}/${page}`, icon, words: t(`pages.statistics.${page}`) }))
          .filter(({ words }) => wanted !== '' && matches(words))
      : [],
  );
  const foundLines = lines.filter((line) => matches(line.name)).slice(0, wanted === '' ? 4 : 8);
  const foundDialogs = wanted === '' ? [] : (dialogs?.rows ?? []);
  const acts = useStatusActs().filter(({ words }) => matches(words) || matches(t('command.status')));
  const foundHelp = matches(t('keys.title'));

  return (
    <Command shouldFilter={false} loop label={t('command.title')}>
      <div className="flex items-center gap-2.5 border-b border-edge px-4">
        <Search className="size-4 shrink-0 text-ink-faint" aria-hidden />
        <Command.Input
          value={text}
          onValueChange={setText}
          autoFocus
          placeholder={t('command.placeholder')}
          className="h-12 w-full min-w-0 bg-transparent text-base outline-none"
        />
      </div>
      <Command.List className="max-h-[50vh] overflow-y-auto p-1.5 [&_[cmdk-group-heading]]:px-2 [&_[cmdk-group-heading]]:pt-2 [&_[cmdk-group-heading]]:pb-1 [&_[cmdk-group-heading]]:text-xs [&_[cmdk-group-heading]]:font-medium [&_[cmdk-group-heading]]:text-ink-faint">
        <Command.Empty className="px-4 py-8 text-center text-ink-soft">
          {isFetching ? t('command.searching') : t('command.nothing')}
        </Command.Empty>
        {foundDialogs.length > 0 && (
          <Command.Group heading={t('command.dialogs')}>
            {foundDialogs.map((row) => (
              <Item key={row.dialogId} value={`dialog-${row.dialogId}`} onSelect={() => go(`/dialogs/${row.dialogId}`)}>
                <ChannelGlyph kind={row.channel.kind} />
                <span className="shrink-0 text-ink-faint">#{row.dialogId}</span>
                <span className="min-w-0 flex-1 truncate">{clientName(row.client)}</span>
                <StateBadge state={row.state} />
              </Item>
            ))}
          </Command.Group>
        )}
        {foundPlaces.length + foundPages.length > 0 && (
          <Command.Group heading={t('command.places')}>
            {foundPlaces.map((place) => (
              <IconItem
                key={place.name}
                value={`place-${place.name}`}
                icon={place.icon}
                onSelect={() => go(place.href)}
              >
                {t(`places.${place.name}`)}
              </IconItem>
            ))}
            {foundPages.map(({ page, href, icon, words }) => (
              <IconItem key={page} value={`page-${page}`} icon={icon} onSelect={() => go(href)}>
                {words}
              </IconItem>
            ))}
          </Command.Group>
        )}
        {foundLines.length > 0 && (
          <Command.Group heading={t('command.lines')}>
            {foundLines.map((line) => (
              <IconItem
                key={line.lineId}
                value={`line-${line.lineId}`}
                icon={Split}
                onSelect={() => go(`/lines/${line.lineId}/queue`)}
              >
                {line.name}
              </IconItem>
            ))}
          </Command.Group>
        )}
        {acts.length > 0 && (
          <Command.Group heading={t('command.status')}>
            {acts.map(({ id, words, icon, act }) => (
              <IconItem
                key={id}
                value={`status-${id}`}
                icon={icon}
                onSelect={() => {
                  onClose();
                  act();
                }}
              >
                {words}
              </IconItem>
            ))}
          </Command.Group>
        )}
        {foundHelp && (
          <Command.Group heading={t('command.help')}>
            <IconItem
              value="keys"
              icon={Keyboard}
              onSelect={() => {
                onClose();
                onHelp();
              }}
            >
              {t('keys.title')}
            </IconItem>
          </Command.Group>
        )}
      </Command.List>
    </Command>
  );
}

function Item(props: { value: string; onSelect: () => void; children: ReactNode }) {
  return (
    <Command.Item
      value={props.value}
      onSelect={props.onSelect}
      className="flex min-h-9 items-center gap-2.5 rounded-md px-2 py-1 data-[selected=true]:bg-hover"
    >
      {props.children}
    </Command.Item>
  );
}

function IconItem({
  icon: Icon,
  children,
  ...rest
}: {
  icon: LucideIcon;
  value: string;
  onSelect: () => void;
  children: ReactNode;
}) {
  return (
    <Item {...rest}>
      <Icon className="size-4 shrink-0 text-ink-faint" aria-hidden />
      <span className="min-w-0 flex-1 truncate">{children}</span>
    </Item>
  );
}
