'use client';

import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Star, ThumbsDown } from 'lucide-react';
import { useTranslations } from 'next-intl';

import { shares, type FigureFilter } from '@switchboard/domain/statistics';

import { useTRPC } from '../../rpc/client.tsx';
import type { Figures } from '../../rpc/shapes.ts';
import { buttonLook } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { Chart } from '../../ui/chart/chart.tsx';
import { cn } from '../../ui/cn.ts';
import { dialogsHref } from '../../ui/dialogs-href.ts';
import { useFigureWords } from '../../ui/figure-words.ts';
import { fullName } from '../../ui/person.ts';
import { PlaceLink } from '../../ui/place-link.tsx';
import { FigureTable, type Column } from '../../ui/table/figure-table.tsx';
import { behindCount, behindShare, behindStars, worstRated } from './behind.ts';
import { PersonName, PlaceName, useColumns, withBar } from './columns.tsx';
import { useCoursePoints } from './course.ts';
import { dialogsOf } from './figure-filter.ts';
import { everyMinute, FiguresPage } from './figures-page.tsx';
import { ChartsSkeleton } from './skeletons.tsx';
import { CountTile, ShareTile, StarsTile, Tiles } from './tile.tsx';
import { useAlong } from './use-along.ts';
import { useAsked } from './use-asked.ts';

type Data = Figures['ratings'];
type Part = { data: Data; filter: FigureFilter };

/** What clients and managers think of dialogs, and which to read first. */
export function RatingsPage() {
  const asked = useAsked();
  const query = useQuery(
    useTRPC().statistics.ratings.queryOptions(asked.filter, { ...everyMinute, placeholderData: keepPreviousData }),
  );
  return (
    <FiguresPage
      asked={asked}
      query={query}
      empty={({ now, operators }) => now.dialogs === 0 && operators.length === 0}
      skeleton={<ChartsSkeleton tiles={6} />}
    >
      {(data) => <Ratings data={data} filter={asked.filter} />}
    </FiguresPage>
  );
}

export function Ratings({ data, filter }: Part) {
  const t = useTranslations('statistics.ratings');
  const points = useCoursePoints(filter, data.about);
  const along = useAlong(data.about.grain);
  const counts = { filter, now: data.now, before: data.before };
  return (
    <div className="flex flex-col gap-4">
      <Worst data={data} filter={filter} />
      <Tiles six>
        <ShareTile share="satisfaction" {...counts} />
        <CountTile figure="good" {...counts} />
        <CountTile figure="bad" {...counts} />
        <ShareTile share="ratedShare" {...counts} />
        <StarsTile {...counts} />
        <CountTile figure="marked" {...counts} />
      </Tiles>
      <div className="grid grid-cols-1 gap-4 xl:grid-cols-2">
        <Card title={t('votes.title')} description={t('votes.text')}>
          <Chart
            name={t('votes.title')}
            along={along}
            series={[
              { id: 'good', name: t('votes.good'), tone: 'answered', look: 'plain', stack: 'votes' },
              { id: 'bad', name: t('votes.bad'), tone: 'overdue', look: 'stripes', stack: 'votes' },
            ]}
            points={points(data.course, ({ good, bad }) => ({ good, bad }))}
          />
        </Card>
        <Card title={t('trend.title')} description={t('trend.text')}>
          <Chart
            name={t('trend.title')}
            along={along}
            kind="share"
            ticks={[0, 0.25, 0.5, 0.75, 1]}
            series={[{ id: 'satisfaction', name: t('trend.satisfaction'), tone: 'answered', look: 'line' }]}
            points={points(data.course, (now) => ({ satisfaction: shares.satisfaction(now) }))}
          />
        </Card>
      </div>
      <ByOperator data={data} filter={filter} />
      <div className="grid grid-cols-1 items-start gap-4 xl:grid-cols-[3fr_2fr]">
        <ByLine data={data} filter={filter} />
        <Stars data={data} filter={filter} />
      </div>
    </div>
  );
}

/** Long words of a link stand in two lines rather than outside of the page. */
const wraps = 'max-w-full shrink text-left';

/** The way to what one wants to read first. */
function Worst({ data, filter }: Part) {
  const t = useTranslations('statistics.ratings');
  const poor = data.stars.reduce((sum, { stars, dialogs }) => (stars <= 2 ? sum + dialogs : sum), 0);
  if (data.now.bad === 0 && poor === 0) return null;
  return (
    <p className="flex flex-wrap gap-2 print:hidden">
      {data.now.bad > 0 && (
        <PlaceLink href={worstRated(filter)} className={cn(buttonLook(), wraps)}>
          <ThumbsDown aria-hidden /> {t('worst', { count: data.now.bad })}
        </PlaceLink>
      )}
      {poor > 0 && (
        <PlaceLink href={dialogsHref(dialogsOf(filter, { stars: [1, 2] }))} className={cn(buttonLook(), wraps)}>
          {t('poor', { count: poor })}
        </PlaceLink>
      )}
    </p>
  );
}

function ByOperator({ data, filter }: Part) {
  const t = useTranslations('statistics.ratings');
  const figures = useTranslations('figures');
  type Row = Data['operators'][number];
  const counted = (id: 'good' | 'bad' | 'marked'): Column<Row> => ({
    id,
    head: figures(`counted.${id}.name`),
    says: { name: figures(`counted.${id}.name`), says: figures(`counted.${id}.says`) },
    kind: 'count',
    value: (row) => row[id],
    href: ({ person }) => behindCount(filter, id, { operators: [person.employeeId] }),
  });
  return (
    <Card title={t('operators')} description={t('operatorsText')} className="min-w-0">
      {data.operators.length === 0 ? (
        <p className="text-ink-soft">{t('nobody')}</p>
      ) : (
        <FigureTable
          name={t('operators')}
          rows={data.operators}
          id={({ person }) => person.employeeId}
          first={{ by: 'bad', order: 'down' }}
          columns={[
            {
              id: 'person',
              head: t('operator'),
              kind: 'words',
              value: ({ person }) => fullName(person),
              shown: ({ person }) => <PersonName person={person} />,
            },
            counted('good'),
            counted('bad'),
            {
              id: 'satisfaction',
              head: figures('shares.satisfaction.name'),
              says: { name: figures('shares.satisfaction.name'), says: figures('shares.satisfaction.says') },
              kind: 'share',
              value: ({ good, bad }) => (good + bad === 0 ? null : good / (good + bad)),
              href: ({ person }) => behindShare(filter, 'satisfaction', { operators: [person.employeeId] }),
            },
            counted('marked'),
            {
              id: 'mark',
              head: figures('other.averageStars.name'),
              says: { name: figures('other.averageStars.name'), says: figures('other.averageStars.says') },
              kind: 'stars',
              value: ({ stars, marked }) => (marked === 0 ? null : stars / marked),
              href: ({ person }) => behindCount(filter, 'marked', { operators: [person.employeeId] }),
            },
          ]}
        />
      )}
    </Card>
  );
}

function ByLine({ data, filter }: Part) {
  const t = useTranslations('statistics.ratings');
  const columns = useColumns(filter);
  type Row = Data['lines'][number];
  const own = ({ line }: Row) => ({ lines: [line.id] });
  return (
    <Card title={t('lines')} className="min-w-0">
      <FigureTable
        name={t('lines')}
        rows={data.lines}
        id={({ line }) => line.id}
        first={{ by: 'bad', order: 'down' }}
        columns={[
          {
            id: 'line',
            head: t('line'),
            kind: 'words',
            value: ({ line }) => line.name,
            shown: ({ line }) => <PlaceName place={line} />,
          },
          columns.counted<Row>('good', own),
          columns.counted<Row>('bad', own),
          columns.share<Row>('satisfaction', own),
          columns.share<Row>('ratedShare', own),
        ]}
      />
    </Card>
  );
}

/** How many dialogs got how many stars. */
function Stars({ data, filter }: Part) {
  const t = useTranslations('statistics.ratings');
  const words = useFigureWords();
  const rows = [5, 4, 3, 2, 1].map((stars) => ({
    stars,
    dialogs: data.stars.find((one) => one.stars === stars)?.dialogs ?? 0,
  }));
  const all = rows.reduce((sum, { dialogs }) => sum + dialogs, 0);
  const most = Math.max(1, ...rows.map(({ dialogs }) => dialogs));
  return (
    <Card title={t('stars.title')} className="min-w-0">
      {all === 0 ? (
        <p className="text-ink-soft">{t('stars.none')}</p>
      ) : (
        <FigureTable
          name={t('stars.title')}
          rows={rows}
          id={({ stars }) => String(stars)}
          inOrder
          columns={[
            {
              id: 'stars',
              head: t('stars.mark'),
              kind: 'words',
              value: ({ stars }) => stars,
              shown: ({ stars }) => (
                <>
                  <span aria-hidden className="flex gap-0.5">
                    {[1, 2, 3, 4, 5].map((star) => (
                      <Star
                        key={star}
                        className={cn('size-4', star <= stars ? 'fill-current text-ink-soft' : 'text-edge-strong')}
                      />
                    ))}
                  </span>
                  <span className="sr-only">{t('stars.count', { count: stars })}</span>
                </>
              ),
            },
            {
              id: 'dialogs',
              head: t('stars.dialogs'),
              kind: 'count',
              value: ({ dialogs }) => dialogs,
              shown: ({ dialogs }) => withBar(words.count(dialogs), dialogs / most),
              href: ({ stars }) => behindStars(filter, stars),
            },
            {
              id: 'share',
              head: t('stars.share'),
              kind: 'share',
              value: ({ dialogs }) => dialogs / all,
              href: ({ stars }) => behindStars(filter, stars),
            },
          ]}
        />
      )}
    </Card>
  );
}
