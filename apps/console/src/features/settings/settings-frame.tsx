'use client';

import {
  Building2,
  Contact,
  KeyRound,
  Layers,
  ListChecks,
  ShieldCheck,
  TriangleAlert,
  UserRound,
  Webhook,
  type LucideIcon,
} from 'lucide-react';
import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { usePathname } from 'next/navigation';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';

import { may, type Action } from '@switchboard/domain/access';

import { useTRPC } from '../../rpc/client.tsx';
import { useMe } from '../../rpc/me.ts';
import { cn } from '../../ui/cn.ts';

type PlaceName = 'profile' | 'company' | 'crm' | 'plan' | 'security' | 'api' | 'webhooks' | 'audit' | 'parked';

const places: { name: PlaceName; href: string; icon: LucideIcon; action: Action | null }[] = [
  { name: 'profile', href: '/settings', icon: UserRound, action: null },
  { name: 'company', href: '/settings/company', icon: Building2, action: 'settings' },
  { name: 'crm', href: '/settings/crm', icon: Contact, action: 'settings' },
  { name: 'plan', href: '/settings/plan', icon: Layers, action: 'settings' },
  { name: 'security', href: '/settings/security', icon: ShieldCheck, action: 'settings' },
  { name: 'api', href: '/settings/api', icon: KeyRound, action: 'api' },
  { name: 'webhooks', href: '/settings/webhooks', icon: Webhook, action: 'api' },
  { name: 'audit', href: '/settings/audit', icon: ListChecks, action: 'settings' },
  { name: 'parked', href: '/settings/parked', icon: TriangleAlert, action: 'settings' },
];

/** The places of the settings beside each other; who may see one of them only, sees that one. */
export function SettingsFrame({ children }: { children: ReactNode }) {
  const t = useTranslations('settings');
  const me = useMe();
  const path = usePathname();
  const shown = places.filter(({ action }) => action === null || may(me, action, {}));
  return (
    <div className="flex h-full min-w-0 flex-col md:flex-row">
      {shown.length > 1 && (
        <nav
          aria-label={t('title')}
          className="flex shrink-0 gap-0.5 overflow-x-auto border-b border-edge px-3 py-2 md:w-56 md:flex-col md:overflow-y-auto md:border-r md:border-b-0 md:px-3 md:py-7"
        >
          <Head />
          {shown.map(({ name, href, icon: Icon }) => {
            const open = href === '/settings' ? path === href : path.startsWith(href);
            return (
              <Link
                key={name}
                ref={open ? intoSight : undefined}
                href={href}
                aria-current={open ? 'page' : undefined}
                className={cn(
                  'flex min-h-8 shrink-0 items-center gap-2 rounded-md px-2.5 py-1 whitespace-nowrap transition-colors md:whitespace-normal',
                  open ? 'bg-hover font-medium text-ink' : 'text-ink-soft hover:bg-hover hover:text-ink',
                )}
              >
                <Icon className="size-4 shrink-0" aria-hidden />
                {t(`place.${name}`)}
              </Link>
            );
          })}
        </nav>
      )}
      <div className="min-h-0 min-w-0 flex-1">{children}</div>
    </div>
  );
}

/** On a phone the places lie in a row, and the open one must be in sight. */
function intoSight(link: HTMLAnchorElement | null): void {
  link?.scrollIntoView({ block: 'nearest', inline: 'center' });
}

/** Whose settings these are. */
function Head() {
  const { company } = useMe();
  const { data } = useQuery(useTRPC().company.get.queryOptions({}));
  return (
    <div className="hidden items-center gap-2.5 px-2 pb-4 md:flex">
      {data?.logo != null && <img src={data.logo} alt="" className="size-8 shrink-0 rounded-md object-contain" />}
      <span className="min-w-0 font-semibold tracking-tight break-words">{company.name}</span>
    </div>
  );
}
