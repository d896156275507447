'use client';

import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Timer } from 'lucide-react';
import { useTranslations } from 'next-intl';

import { shares, type FigureFilter, type Measure } from '@switchboard/domain/statistics';

import { useTRPC } from '../../rpc/client.tsx';
import type { Figures } from '../../rpc/shapes.ts';
import { Card } from '../../ui/card.tsx';
import { Chart, type ChartPoint } from '../../ui/chart/chart.tsx';
import { dialogsHref } from '../../ui/dialogs-href.ts';
import { Empty } from '../../ui/empty.tsx';
import { useFigureWords } from '../../ui/figure-words.ts';
import { fullName } from '../../ui/person.ts';
import { FigureTable } from '../../ui/table/figure-table.tsx';
import { PersonName, PlaceName, useColumns } from './columns.tsx';
import { useCoursePoints } from './course.ts';
import { dialogsOf } from './figure-filter.ts';
import { everyMinute, FiguresPage } from './figures-page.tsx';
import { ChartsSkeleton } from './skeletons.tsx';
import { CountTile, DurationTile, ShareTile, Tiles } from './tile.tsx';
import { useAlong } from './use-along.ts';
import { useAsked } from './use-asked.ts';

type Data = Figures['kpi'];
type Part = { data: Data; filter: FigureFilter };

/** Whether clients are answered as quickly as the lines promise. */
export function KpiPage() {
  const asked = useAsked();
  const query = useQuery(
    useTRPC().statistics.kpi.queryOptions(asked.filter, { ...everyMinute, placeholderData: keepPreviousData }),
  );
  return (
    <FiguresPage
      asked={asked}
      query={query}
      empty={({ now }) => now.counts.dialogs === 0}
      skeleton={<ChartsSkeleton tiles={8} />}
    >
      {(data) => <Kpi data={data} filter={asked.filter} />}
    </FiguresPage>
  );
}

export function Kpi({ data, filter }: Part) {
  const t = useTranslations('statistics.kpi');
  const points = useCoursePoints(filter, data.about);
  const along = useAlong(data.about.grain);
  const counts = { filter, now: data.now.counts, before: data.before?.counts ?? null };
  const duration = (measure: Measure) => ({
    filter,
    measure,
    now: data.now.durations[measure],
    before: data.before?.durations[measure] ?? null,
  });
  return (
    <div className="flex flex-col gap-4">
      <Tiles>
        <ShareTile share="firstInTime" {...counts} />
        <CountTile figure="firstLate" {...counts} more={t('ofGoals', { count: data.now.counts.firstGoals })} />
        <DurationTile {...duration('toFirstAnswerWorking')} />
        <DurationTile {...duration('toFirstAnswer')} />
        <ShareTile share="furtherInTime" {...counts} />
        <CountTile figure="furtherLate" {...counts} more={t('ofGoals', { count: data.now.counts.furtherGoals })} />
        <DurationTile {...duration('furtherAverage')} />
        <DurationTile {...duration('furtherLongest')} />
      </Tiles>
      <div className="grid grid-cols-1 gap-4 xl:grid-cols-[3fr_2fr]">
        <Spread data={data} filter={filter} />
        <Card title={t('trend.title')} description={t('trend.text')}>
          {data.now.counts.firstGoals + data.now.counts.furtherGoals === 0 ? (
            <Empty icon={Timer} title={t('noGoals.title')} className="min-h-64">
              {t('noGoals.text')}
            </Empty>
          ) : (
            <Chart
              name={t('trend.title')}
              along={along}
              kind="share"
              ticks={[0, 0.25, 0.5, 0.75, 1]}
              series={[
                { id: 'first', name: t('trend.first'), tone: 'accent', look: 'line' },
                { id: 'further', name: t('trend.further'), tone: 'grey', look: 'dashed' },
              ]}
              points={points(data.course, (now) => ({
                first: shares.firstInTime(now),
                further: shares.furtherInTime(now),
              }))}
            />
          )}
        </Card>
      </div>
      <ByLine data={data} filter={filter} />
      <ByOperator data={data} filter={filter} />
    </div>
  );
}

/** How first answers lie, by the hours of the line and around the clock beside each other. */
function Spread({ data, filter }: Part) {
  const t = useTranslations('statistics.kpi.spread');
  const words = useFigureWords();
  const points = data.spread.map(({ from, until, working, calendar }): ChartPoint => {
    const [least, most] = [words.duration(from), words.duration(until)];
    const title =
      until === null
        ? t('over', { from: least })
        : from === 0
          ? t('upTo', { until: most })
          : t('between', { from: least, until: most });
    return {
      id: String(from),
      // Under the axis stands where each range ends.
      label: until === null ? t('longer') : most,
      title,
      href: dialogsHref(
        dialogsOf(filter, { firstAnswer: { atLeast: from, ...(until === null ? {} : { atMost: until - 1 }) } }),
      ),
      values: { working, calendar },
    };
  });
  return (
    <Card title={t('title')} description={t('text')}>
      <Chart
        name={t('title')}
        along={t('within')}
        series={[
          { id: 'working', name: t('working'), tone: 'accent', look: 'plain' },
          { id: 'calendar', name: t('calendar'), tone: 'grey', look: 'stripes' },
        ]}
        points={points}
        note={t('note')}
      />
    </Card>
  );
}

function ByLine({ data, filter }: Part) {
  const t = useTranslations('statistics.kpi');
  const columns = useColumns(filter);
  type Row = Data['lines'][number];
  const own = ({ line }: Row) => ({ lines: [line.id] });
  const goal = (id: 'firstSeconds' | 'furtherSeconds', head: string) =>
    ({ id, head, kind: 'duration', value: ({ goals }: Row) => goals[id] }) as const;
  return (
    <Card title={t('lines.title')} description={t('lines.text')}>
      <FigureTable
        name={t('lines.title')}
        rows={data.lines}
        id={({ line }) => line.id}
        first={{ by: 'firstLate', order: 'down' }}
        columns={[
          {
            id: 'line',
            head: t('lines.line'),
            kind: 'words',
            value: ({ line }) => line.name,
            shown: ({ line }) => <PlaceName place={line} />,
          },
          goal('firstSeconds', t('lines.firstGoal')),
          columns.share<Row>('firstInTime', own),
          columns.counted<Row>('firstLate', own),
          columns.duration<Row>('toFirstAnswerWorking', own),
          columns.duration<Row>('toFirstAnswerWorking', own, 'ninetieth'),
          columns.duration<Row>('toFirstAnswer', own),
          goal('furtherSeconds', t('lines.furtherGoal')),
          columns.share<Row>('furtherInTime', own),
          columns.counted<Row>('furtherLate', own),
        ]}
      />
    </Card>
  );
}

function ByOperator({ data, filter }: Part) {
  const t = useTranslations('statistics.kpi');
  const columns = useColumns(filter);
  type Row = Data['operators'][number];
  const own = ({ person }: Row) => ({ operators: [person.employeeId] });
  return (
    <Card title={t('operators.title')} description={t('operators.text')}>
      {data.operators.length === 0 ? (
        <p className="text-ink-soft">{t('operators.nobody')}</p>
      ) : (
        <FigureTable
          name={t('operators.title')}
          rows={data.operators}
          id={({ person }) => person.employeeId}
          first={{ by: 'firstLate', order: 'down' }}
          columns={[
            {
              id: 'person',
              head: t('operators.person'),
              kind: 'words',
              value: ({ person }) => fullName(person),
              shown: ({ person }) => <PersonName person={person} />,
            },
            columns.share<Row>('firstInTime', own),
            columns.counted<Row>('firstLate', own),
            columns.duration<Row>('toFirstAnswerWorking', own),
            columns.duration<Row>('toFirstAnswerWorking', own, 'ninetieth'),
            columns.share<Row>('furtherInTime', own),
            columns.counted<Row>('furtherLate', own),
            columns.duration<Row>('furtherAverage', own),
          ]}
        />
      )}
    </Card>
  );
}
