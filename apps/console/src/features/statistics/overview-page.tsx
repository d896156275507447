'use client';

import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';

import { measures, type FigureFilter, type Measure } from '@switchboard/domain/statistics';

import { useTRPC } from '../../rpc/client.tsx';
import type { Figures } from '../../rpc/shapes.ts';
import { Card } from '../../ui/card.tsx';
import { Chart } from '../../ui/chart/chart.tsx';
import type { Series } from '../../ui/chart/look.ts';
import { Definition } from '../../ui/definition.tsx';
import { useFigureWords } from '../../ui/figure-words.ts';
import { FigureTable, type Column } from '../../ui/table/figure-table.tsx';
import { behindDuration } from './behind.ts';
import { PlaceName, useColumns, withBar } from './columns.tsx';
import { useCoursePoints } from './course.ts';
import { everyMinute, FiguresPage } from './figures-page.tsx';
import { HeatMap } from './heat-map.tsx';
import { OverviewSkeleton } from './skeletons.tsx';
import { CountTile, DurationTile, NumberChange, ShareTile, Tiles } from './tile.tsx';
import { useAsked } from './use-asked.ts';
import { useAlong } from './use-along.ts';

type Data = Figures['overview'];

/** How things go as a whole, and where it hurts. */
export function OverviewPage() {
  const asked = useAsked();
  const query = useQuery(
    useTRPC().statistics.overview.queryOptions(asked.filter, { ...everyMinute, placeholderData: keepPreviousData }),
  );
  return (
    <FiguresPage
      asked={asked}
      query={query}
      empty={({ now }) => now.counts.dialogs === 0}
      skeleton={<OverviewSkeleton />}
    >
      {(data) => <Overview data={data} filter={asked.filter} />}
    </FiguresPage>
  );
}

export function Overview({ data, filter }: { data: Data; filter: FigureFilter }) {
  const t = useTranslations('statistics.overview');
  const words = useFigureWords();
  const shared = useTranslations('figures.shares');
  const counts = { filter, now: data.now.counts, before: data.before?.counts ?? null };
  const duration = (measure: Measure) => ({
    filter,
    measure,
    now: data.now.durations[measure],
    before: data.before?.durations[measure] ?? null,
  });
  const { closed, missed } = data.now.counts;
  return (
    <div className="flex flex-col gap-4">
      <Tiles>
        <CountTile figure="dialogs" {...counts} />
        <CountTile figure="newClients" {...counts} />
        <CountTile figure="repeatedClients" {...counts} />
        <CountTile
          figure="missed"
          {...counts}
          more={closed === 0 ? undefined : t('missedOf', { share: words.share(missed / closed) })}
        />
        <DurationTile {...duration('toFirstAnswerWorking')} />
        <DurationTile {...duration('toAccept')} />
        <ShareTile
          share="satisfaction"
          {...counts}
          more={t('votes', { good: data.now.counts.good, bad: data.now.counts.bad })}
        />
        <CountTile
          figure="firstLate"
          {...counts}
          more={
            data.now.counts.firstGoals === 0
              ? t('noGoals')
              : `${shared('firstInTime.name')}: ${words.share(1 - data.now.counts.firstLate / data.now.counts.firstGoals)}`
          }
        />
      </Tiles>
      <Course data={data} filter={filter} />
      <div className="grid grid-cols-1 gap-4 xl:grid-cols-2">
        <ByLine data={data} filter={filter} />
        <ByChannel data={data} filter={filter} />
      </div>
      <Card title={t('hours.title')} description={t('hours.text')}>
        <HeatMap cells={data.hours} filter={filter} />
      </Card>
      <Responses data={data} filter={filter} />
    </div>
  );
}

type Part = { data: Data; filter: FigureFilter };

function Course({ data, filter }: Part) {
  const t = useTranslations('statistics.overview');
  const points = useCoursePoints(filter, data.about);
  const along = useAlong(data.about.grain);
  const compared = data.about.comparedWith !== null;
  const series: Series[] = [
    { id: 'dialogs', name: t('course.dialogs'), tone: 'accent', look: 'line' },
    ...(compared ? [{ id: 'before', name: t('course.before'), tone: 'grey', look: 'dashed' } as const] : []),
    { id: 'missed', name: t('course.missed'), tone: 'overdue', look: 'dotted' },
  ];
  return (
    <Card title={t('course.title')}>
      <Chart
        name={t('course.title')}
        along={along}
        series={series}
        points={points(
          data.course,
          (now, before) => ({ dialogs: now.dialogs, before: before?.dialogs ?? null, missed: now.missed }),
          data.courseBefore,
        )}
      />
    </Card>
  );
}

function ByLine({ data, filter }: Part) {
  const t = useTranslations('statistics.overview');
  const columns = useColumns(filter);
  const words = useFigureWords();
  type Row = Data['lines'][number];
  const own = ({ line }: Row) => ({ lines: [line.id] });
  const most = Math.max(0, ...data.lines.map(({ counts }) => counts.dialogs));
  return (
    <Card title={t('lines')}>
      <FigureTable
        name={t('lines')}
        rows={data.lines}
        id={({ line }) => line.id}
        first={{ by: 'dialogs', order: 'down' }}
        columns={[
          {
            id: 'line',
            head: t('line'),
            kind: 'words',
            value: ({ line }) => line.name,
            shown: ({ line }) => <PlaceName place={line} />,
          },
          columns.counted<Row>('dialogs', own, {
            shown: ({ counts }) => withBar(words.count(counts.dialogs), counts.dialogs / most),
          }),
          columns.counted<Row>('missed', own),
          columns.share<Row>('satisfaction', own),
        ]}
      />
    </Card>
  );
}

function ByChannel({ data, filter }: Part) {
  const t = useTranslations('statistics.overview');
  const columns = useColumns(filter);
  const words = useFigureWords();
  type Row = Data['channels'][number];
  const own = ({ channel }: Row) => ({ channels: [channel.id] });
  const most = Math.max(0, ...data.channels.map(({ counts }) => counts.dialogs));
  return (
    <Card title={t('channels')}>
      <FigureTable
        name={t('channels')}
        rows={data.channels}
        id={({ channel }) => channel.id}
        first={{ by: 'dialogs', order: 'down' }}
        columns={[
          {
            id: 'channel',
            head: t('channel'),
            kind: 'words',
            value: ({ channel }) => channel.name,
            shown: ({ channel }) => <PlaceName place={channel} />,
          },
          columns.counted<Row>('dialogs', own, {
            shown: ({ counts }) => withBar(words.count(counts.dialogs), counts.dialogs / most),
          }),
          columns.counted<Row>('missed', own),
          columns.share<Row>('satisfaction', own),
        ]}
      />
    </Card>
  );
}

/** How long clients wait and dialogs take: half of them, and nine of ten. */
function Responses({ data, filter }: Part) {
  const t = useTranslations('statistics.overview');
  const figures = useTranslations('figures.measures');
  const words = useFigureWords();
  const rows = measures.map((measure) => ({
    measure,
    now: data.now.durations[measure],
    before: data.before?.durations[measure] ?? null,
  }));
  type Row = (typeof rows)[number];
  const href = ({ measure }: Row) => behindDuration(filter, measure);
  const columns: Column<Row>[] = [
    {
      id: 'measure',
      head: t('responses.what'),
      kind: 'words',
      value: ({ measure }) => figures(`${measure}.name`),
      shown: ({ measure }) => (
        <span className="flex items-center gap-0.5">
          {figures(`${measure}.name`)}
          <Definition name={figures(`${measure}.name`)} says={figures(`${measure}.says`)} className="-my-1" />
        </span>
      ),
    },
    { id: 'median', head: t('responses.half'), kind: 'duration', value: ({ now }) => now.median, href },
    { id: 'ninetieth', head: t('responses.nineOfTen'), kind: 'duration', value: ({ now }) => now.ninetieth, href },
    { id: 'dialogs', head: t('responses.over'), kind: 'count', value: ({ now }) => now.dialogs, href },
    ...(data.before === null
      ? []
      : [
          {
            id: 'change',
            head: t('responses.change'),
            kind: 'duration',
            value: ({ before }: Row) => before?.median ?? null,
            shown: ({ now, before }: Row) => (
              <NumberChange now={now.median} before={before?.median ?? null} better="less" told={words.duration} time />
            ),
          } as const,
        ]),
  ];
  return (
    <Card title={t('responses.title')} description={t('responses.text')}>
      <FigureTable name={t('responses.title')} rows={rows} id={({ measure }) => measure} inOrder columns={columns} />
    </Card>
  );
}
