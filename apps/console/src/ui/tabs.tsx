'use client';

import Link from 'next/link';
import { usePathname } from 'next/navigation';

import { cn } from './cn.ts';

type Tab = { href: string; label: string; note?: string };

type Props = {
  tabs: Tab[];
  label: string;
  /** What goes along from one to the other: stands after the `?` of each. */
  search?: string;
};

/** Places of one subject; the address says which is open. */
export function Tabs({ tabs, label, search = '' }: Props) {
  const path = usePathname();
  // A tab may stand above others: the one that says most of the address is open.
  const within = tabs.filter(({ href }) => path === href || path.startsWith(`${href}/`));
  const shown = within.toSorted((one, other) => other.href.length - one.href.length)[0]?.href;
  return (
    <nav aria-label={label} className="-mx-4 flex gap-1 overflow-x-auto border-b border-edge px-4 sm:mx-0 sm:px-0">
      {tabs.map((tab) => {
        const open = tab.href === shown;
        return (
          <Link
            key={tab.href}
            ref={open ? inSight : undefined}
            href={search === '' ? tab.href : `${tab.href}?${search}`}
            aria-current={open ? 'page' : undefined}
            className={cn(
              '-mb-px flex shrink-0 flex-col border-b-2 px-3 pt-1 pb-2 transition-colors',
              open ? 'border-accent-fill text-ink' : 'border-transparent text-ink-soft hover:text-ink',
            )}
          >
            <span className="font-medium">{tab.label}</span>
            {tab.note !== undefined && <span className="text-xs text-ink-faint">{tab.note}</span>}
          </Link>
        );
      })}
    </nav>
  );
}

/** Where they do not all fit, the open one is in sight. */
function inSight(tab: HTMLAnchorElement | null): void {
  tab?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
}
