'use client';

import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';

import { stretchesOf, type FigureFilter } from '@switchboard/domain/statistics';

import { useTRPC } from '../../rpc/client.tsx';
import type { Figures } from '../../rpc/shapes.ts';
import { Card } from '../../ui/card.tsx';
import { Chart } from '../../ui/chart/chart.tsx';
import { useFigureWords } from '../../ui/figure-words.ts';
import { FigureTable, type Column } from '../../ui/table/figure-table.tsx';
import { byChannel } from './by-channel.ts';
import { PlaceName, useColumns } from './columns.tsx';
import { hrefOf } from './course.ts';
import { everyMinute, FiguresPage } from './figures-page.tsx';
import { ChartsSkeleton } from './skeletons.tsx';
import { CountTile, NumberChange, Tiles } from './tile.tsx';
import { useAlong } from './use-along.ts';
import { useAsked } from './use-asked.ts';
import { useDays } from './use-days.ts';

type Data = Figures['channels'];

/** By which way clients come, and how they fare there. */
export function ChannelsPage() {
  const asked = useAsked();
  const query = useQuery(
    useTRPC().statistics.channels.queryOptions(asked.filter, { ...everyMinute, placeholderData: keepPreviousData }),
  );
  return (
    <FiguresPage
      asked={asked}
      query={query}
      empty={({ now }) => now.dialogs === 0}
      skeleton={<ChartsSkeleton tiles={4} />}
    >
      {(data) => <ChannelFigures data={data} filter={asked.filter} />}
    </FiguresPage>
  );
}

export function ChannelFigures({ data, filter }: { data: Data; filter: FigureFilter }) {
  const t = useTranslations('statistics.channels');
  const words = useFigureWords();
  const days = useDays();
  const along = useAlong(data.about.grain);
  const columns = useColumns(filter);
  const counts = { filter, now: data.now, before: data.before };
  type Row = Data['rows'][number];
  const own = ({ channel }: Row) => ({ channels: [channel.id] });
  const { series, valuesOf } = byChannel(
    data.rows.map(({ channel, counts: { dialogs } }) => ({ id: channel.id, name: channel.name, dialogs })),
    t('others'),
  );
  const counted = new Map(data.course.map(({ from, channels }) => [from, channels]));
  const change: Column<Row>[] =
    data.before === null
      ? []
      : [
          {
            id: 'change',
            head: t('change'),
            kind: 'count',
            value: (row) => row.counts.dialogs - (row.before?.dialogs ?? 0),
            shown: (row) => (
              <NumberChange
                now={row.counts.dialogs}
                before={row.before?.dialogs ?? 0}
                better="neither"
                told={words.count}
              />
            ),
          },
        ];
  return (
    <div className="flex flex-col gap-4">
      <Tiles>
        <CountTile figure="dialogs" {...counts} />
        <CountTile figure="newClients" {...counts} />
        <CountTile figure="missed" {...counts} />
        <CountTile figure="outsideHours" {...counts} />
      </Tiles>
      <Card title={t('course')}>
        <Chart
          name={t('course')}
          along={along}
          series={series}
          points={stretchesOf(data.about.days, data.about.grain).map((from) => ({
            id: from,
            label: days.short(from, data.about.grain),
            title: days.stretch(from, data.about.grain),
            href: hrefOf(filter, data.about, from),
            values: valuesOf(counted.get(from) ?? []),
          }))}
        />
      </Card>
      <Card title={t('table')}>
        <FigureTable
          name={t('table')}
          rows={data.rows}
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
            columns.counted<Row>('dialogs', own),
            ...change,
            columns.counted<Row>('newClients', own),
            columns.counted<Row>('repeatedClients', own),
            columns.counted<Row>('answered', own),
            columns.counted<Row>('missed', own),
            columns.share<Row>('missedShare', own),
            columns.duration<Row>('toFirstAnswerWorking', own),
            columns.duration<Row>('toFirstAnswerWorking', own, 'ninetieth'),
            columns.share<Row>('satisfaction', own),
            columns.counted<Row>('clientMessages', own),
            columns.counted<Row>('operatorMessages', own),
          ]}
        />
      </Card>
    </div>
  );
}
