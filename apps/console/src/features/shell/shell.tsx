'use client';

import { useQuery } from '@tanstack/react-query';
import { Search } from 'lucide-react';
import dynamic from 'next/dynamic';
import { usePathname, useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { useEffect, useState, type ReactNode } from 'react';

import { may } from '@switchboard/domain/access';

import { useTRPC } from '../../rpc/client.tsx';
import { useMe } from '../../rpc/me.ts';
import { Count } from '../../ui/badge.tsx';
import { BrandSign } from '../../ui/brand.tsx';
import { cn } from '../../ui/cn.ts';
import { Kbd } from '../../ui/kbd.tsx';
import { isTyping, useKeys } from '../../ui/keys.ts';
import { PlaceLink } from '../../ui/place-link.tsx';
import { Tooltip, TooltipProvider } from '../../ui/tooltip.tsx';
import { placesOf } from './places.ts';
import { SelfMenu, StatusSwitch } from './self.tsx';
import { TitleCount } from './title-count.tsx';

/** Read when they are asked for: nobody waits for them at the first look. */
const CommandBar = dynamic(() => import('./command-bar.tsx').then((file) => file.CommandBar));
const KeysHelp = dynamic(() => import('./keys-help.tsx').then((file) => file.KeysHelp));

/** Reached by one's own picture there: the rail of a phone is short. */
const notOnPhones: readonly string[] = [
  'now',
  'statistics',
  'clients',
  'leads',
  'quick-replies',
  'agreements',
  'settings',
];

/** The rail with everything that is always there, and the page beside it; on a phone the rail lies below. */
export function Shell({ connection, bell, children }: { connection: ReactNode; bell: ReactNode; children: ReactNode }) {
  const t = useTranslations('shell');
  const me = useMe();
  const path = usePathname();
  const router = useRouter();
  const trpc = useTRPC();
  const { data: counts } = useQuery(trpc.inbox.counts.queryOptions({}));
  const { data: parked } = useQuery(
    trpc.parked.count.queryOptions({}, { enabled: may(me, 'settings', {}), refetchInterval: 300_000 }),
  );
  const [searching, setSearching] = useState(false);
  const [helping, setHelping] = useState(false);
  const [mac, setMac] = useState(false);
  useEffect(() => setMac(/Mac|iPhone|iPad/.test(navigator.platform)), []);
  const places = placesOf(me);
  const [asked, setAsked] = useState(false);
  if (!asked && (searching || helping)) setAsked(true);
  const calling = (counts?.offers ?? 0) + (counts?.unread ?? 0);

  useKeys((event) => {
    if (event.key.toLowerCase() === 'k' && (event.metaKey || event.ctrlKey)) {
      event.preventDefault();
      setSearching((now) => !now);
    } else if (event.key === '?' && !isTyping(event)) {
      event.preventDefault();
      setHelping(true);
    }
  });
  useGoTo((key) => {
    const place = places.find((each) => each.key === key);
    if (place !== undefined) router.push(place.href);
  });

  return (
    <TooltipProvider delayDuration={300}>
      <div className="flex h-dvh flex-col-reverse sm:flex-row print:block print:h-auto">
        <TitleCount count={calling} />
        <nav
          aria-label={t('navigation')}
          className="flex shrink-0 items-center border-t border-edge bg-ground px-1 pb-[env(safe-area-inset-bottom)] print:hidden sm:w-14 sm:flex-col sm:gap-1 sm:border-t-0 sm:border-r sm:px-0 sm:py-3"
        >
          <PlaceLink href="/inbox" aria-label={t('home')} className="mb-2 hidden rounded-lg sm:block">
            <BrandSign className="size-7" />
          </PlaceLink>
          <ul className="flex min-w-0 flex-1 justify-around sm:flex-none sm:flex-col sm:gap-1">
            {places.map(({ name, href, icon: Icon, also = [] }) => {
              const open = [href, ...also].some((one) => path === one || path.startsWith(`${one}/`));
              const count = name === 'inbox' ? calling : name === 'settings' ? (parked?.count ?? 0) : 0;
              return (
                // On a phone some are reached by one's own picture.
                <li key={name} className={cn('min-w-0', notOnPhones.includes(name) && 'hidden sm:block')}>
                  <Tooltip content={t(`places.${name}`)} side="right">
                    <PlaceLink
                      href={href}
                      aria-current={open ? 'page' : undefined}
                      className={cn(
                        'relative flex h-13 min-w-11 flex-col items-center justify-center gap-0.5 rounded-lg px-1 transition-colors sm:size-10 sm:min-w-0 sm:px-0',
                        open ? 'text-accent sm:bg-accent-soft' : 'text-ink-soft hover:bg-hover hover:text-ink',
                      )}
                    >
                      <Icon className="size-5 shrink-0" strokeWidth={1.75} aria-hidden />
                      <span className="max-w-full truncate text-[0.625rem] leading-3 sm:sr-only">
                        {t(`places.${name}`)}
                      </span>
                      {count > 0 && (
                        <Count
                          value={count}
                          tone={name === 'inbox' ? 'offer' : 'overdue'}
                          label={t(name === 'inbox' ? 'calling' : 'parked', { count })}
                          className={cn(
                            'absolute top-0.5 left-1/2 ml-1 h-4 min-w-4 text-[0.6875rem] ring-2 ring-ground sm:top-0 sm:left-auto sm:right-0 sm:ml-0',
                            name === 'inbox' && (counts?.offers ?? 0) > 0 && 'bg-accent-fill text-on-accent',
                          )}
                        />
                      )}
                    </PlaceLink>
                  </Tooltip>
                </li>
              );
            })}
          </ul>
          <div className="flex items-center sm:mt-auto sm:flex-col sm:gap-1">
            <div className="hidden sm:block">{connection}</div>
            <Tooltip
              side="right"
              content={
                <span className="flex items-center gap-2">
                  {t('search')} <Kbd>{mac ? '⌘K' : 'Ctrl K'}</Kbd>
                </span>
              }
            >
              <button
                type="button"
                aria-label={t('search')}
                onClick={() => setSearching(true)}
                className="hidden size-10 items-center justify-center rounded-lg text-ink-soft hover:bg-hover hover:text-ink sm:flex"
              >
                <Search className="size-5" strokeWidth={1.75} aria-hidden />
              </button>
            </Tooltip>
            {bell}
            <StatusSwitch className="hidden sm:flex" />
            <SelfMenu parked={parked?.count ?? 0} onHelp={() => setHelping(true)} onSearch={() => setSearching(true)} />
          </div>
        </nav>
        <div className="flex min-h-0 min-w-0 flex-1 flex-col">
          <div className="sm:hidden">{connection}</div>
          <div className="min-h-0 min-w-0 flex-1">{children}</div>
        </div>
        {asked && (
          <>
            <CommandBar open={searching} onOpenChange={setSearching} places={places} onHelp={() => setHelping(true)} />
            <KeysHelp open={helping} onOpenChange={setHelping} mac={mac} />
          </>
        )}
      </div>
    </TooltipProvider>
  );
}

/** `g`, then the letter of a place, within a second. */
function useGoTo(go: (key: string) => void) {
  const [begunAt, setBegunAt] = useState(0);
  useKeys((event) => {
    if (isTyping(event) || event.metaKey || event.ctrlKey || event.altKey) return;
    if (event.key === 'g') setBegunAt(Date.now());
    else if (begunAt > 0) {
      setBegunAt(0);
      if (Date.now() - begunAt < 1_000) go(event.key);
    }
  });
}
