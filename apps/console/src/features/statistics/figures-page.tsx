'use client';

import { ChartNoAxesColumn } from 'lucide-react';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';

import type { FiguresAbout } from '../../rpc/shapes.ts';
import { Button } from '../../ui/button.tsx';
import { cn } from '../../ui/cn.ts';
import { Empty } from '../../ui/empty.tsx';
import { Failed } from '../../ui/failed.tsx';
import { Page, PageHeader } from '../../ui/page.tsx';
import { Tabs } from '../../ui/tabs.tsx';
import { Clock } from '../../ui/time.tsx';
import { FilterBar, FilterInWords, nothingNarrowed } from './filter-bar.tsx';
import { figuresSearch, isNarrowed } from './figure-filter.ts';
import type { Asked } from './use-asked.ts';
import { useDays } from './use-days.ts';

type Props<Data> = {
  asked: Asked;
  query: { data: Data | undefined; isError: boolean; isPlaceholderData: boolean; refetch: () => Promise<unknown> };
  /** Whether there is nothing to show in this period. */
  empty: (data: Data) => boolean;
  skeleton: ReactNode;
  children: (data: Data) => ReactNode;
};

/** What pages of figures read again by themselves, and show meanwhile what they had. */
export const everyMinute = { staleTime: 30_000, refetchInterval: 60_000 } as const;

/** A page of figures: where one is, what is asked for, what is meant by it, and then the figures. */
export function FiguresPage<Data extends { about: FiguresAbout }>({
  asked,
  query,
  empty,
  skeleton,
  children,
}: Props<Data>) {
  const { data } = query;
  return (
    <Page wide="full">
      <Head asked={asked} />
      <FilterBar asked={asked} />
      <FilterInWords filter={asked.filter} />
      <About about={data?.about} />
      {data === undefined ? (
        query.isError ? (
          <Failed onRetry={() => void query.refetch()} />
        ) : (
          skeleton
        )
      ) : (
        <div
          aria-busy={query.isPlaceholderData || undefined}
          className={cn(
            'transition-opacity print:[&_section]:break-inside-avoid',
            query.isPlaceholderData && 'opacity-60',
          )}
        >
          {query.isError && <Failed onRetry={() => void query.refetch()} />}
          {empty(data) ? <Nothing asked={asked} counting={data.about.counting} /> : children(data)}
        </div>
      )}
    </Page>
  );
}

/** The pages of figures beside each other; what is asked for goes along. */
function Head({ asked: { filter } }: { asked: Asked }) {
  const t = useTranslations('statistics');
  const search = figuresSearch(filter);
  return (
    <>
      <PageHeader title={t('title')} />
      <div className="mb-4 print:hidden">
        <Tabs
          label={t('tabs.label')}
          search={search}
          tabs={[
            { href: '/statistics', label: t('tabs.overview') },
            { href: '/statistics/operators', label: t('tabs.operators') },
            { href: '/statistics/ratings', label: t('tabs.ratings') },
            { href: '/statistics/kpi', label: t('tabs.kpi') },
            { href: '/statistics/channels', label: t('tabs.channels') },
          ]}
        />
      </div>
    </>
  );
}

function About({ about }: { about: FiguresAbout | undefined }) {
  const t = useTranslations('statistics.about');
  const days = useDays();
  return (
    <p className="mb-4 flex min-h-5 flex-wrap gap-x-3 gap-y-0.5 text-sm text-ink-faint">
      {about !== undefined && (
        <>
          <span>{days.range(about.days)}</span>
          {about.comparedWith !== null && <span>{t('comparedWith', { days: days.range(about.comparedWith) })}</span>}
          <span>{t('zone', { zone: about.timeZone.replaceAll('_', ' ') })}</span>
          {about.counting ? (
            <span role="status" className="text-waiting">
              {t('counting')}
            </span>
          ) : about.countedAt === null ? null : (
            <span>
              {t('counted')} <Clock at={about.countedAt} />
            </span>
          )}
        </>
      )}
    </p>
  );
}

function Nothing({ asked: { filter, change }, counting }: { asked: Asked; counting: boolean }) {
  const t = useTranslations('statistics.empty');
  const narrowed = isNarrowed(filter);
  return (
    <div className="rounded-xl border border-edge bg-panel">
      <Empty
        icon={ChartNoAxesColumn}
        title={t('title')}
        action={
          <>
            {narrowed && <Button onClick={() => change(nothingNarrowed)}>{t('clear')}</Button>}
            {!('preset' in filter.period && filter.period.preset === 'last-365-days') && (
              <Button
                look={narrowed ? 'quiet' : 'plain'}
                onClick={() => change({ period: { preset: 'last-365-days' } })}
              >
                {t('widen')}
              </Button>
            )}
          </>
        }
      >
        {t(counting ? 'counting' : narrowed ? 'narrowed' : 'text')}
      </Empty>
    </div>
  );
}
