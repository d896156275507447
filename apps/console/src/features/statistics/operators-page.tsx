'use client';

import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';

import type { FigureFilter } from '@switchboard/domain/statistics';

import { useTRPC } from '../../rpc/client.tsx';
import type { Figures } from '../../rpc/shapes.ts';
import { Card } from '../../ui/card.tsx';
import { useFigureWords } from '../../ui/figure-words.ts';
import { fullName } from '../../ui/person.ts';
import { FigureTable, type Column } from '../../ui/table/figure-table.tsx';
import { behindAct, behindCount, behindDuration, withOperator } from './behind.ts';
import { PersonName } from './columns.tsx';
import { everyMinute, FiguresPage } from './figures-page.tsx';
import { OperatorsSkeleton } from './skeletons.tsx';
import { NumberChange } from './tile.tsx';
import { useAsked } from './use-asked.ts';

type Data = Figures['operators'];
type Row = Data['rows'][number];
type Did = keyof Row['did'];

/** Who did what, and how quickly. */
export function OperatorsPage() {
  const asked = useAsked();
  const query = useQuery(
    useTRPC().statistics.operators.queryOptions(asked.filter, { ...everyMinute, placeholderData: keepPreviousData }),
  );
  return (
    <FiguresPage asked={asked} query={query} empty={({ rows }) => rows.length === 0} skeleton={<OperatorsSkeleton />}>
      {(data) => <Operators data={data} filter={asked.filter} />}
    </FiguresPage>
  );
}

const satisfaction = ({ good, bad }: Row['did']) => (good + bad === 0 ? null : good / (good + bad));
const mark = ({ stars, marked }: Row['did']) => (marked === 0 ? null : stars / marked);

export function Operators({ data, filter }: { data: Data; filter: FigureFilter }) {
  const t = useTranslations('statistics.operators');
  const page = useTranslations('statistics');
  const figures = useTranslations('figures');
  const did = (act: Exclude<Did, 'stars'>): Column<Row> => ({
    id: act,
    head: figures(`did.${act}.name`),
    says: { name: figures(`did.${act}.name`), says: figures(`did.${act}.says`) },
    kind: 'count',
    value: (row) => row.did[act],
    href: ({ person }) => behindAct(filter, act, person.employeeId),
    total: data.all[act],
    totalHref: behindAct(filter, act),
  });
  const duration = (measure: 'toFirstAnswerWorking' | 'handling', at: 'median' | 'ninetieth'): Column<Row> => ({
    id: `${measure}-${at}`,
    head: page(at === 'median' ? 'half' : 'nineOfTen', { name: figures(`measures.${measure}.name`) }),
    says: { name: figures(`measures.${measure}.name`), says: figures(`measures.${measure}.says`) },
    kind: 'duration',
    value: ({ durations }) => durations[measure][at],
    href: ({ person }) => behindDuration(filter, measure, { operators: [person.employeeId] }),
  });
  const columns: Column<Row>[] = [
    {
      id: 'person',
      head: t('person'),
      kind: 'words',
      value: ({ person }) => fullName(person),
      shown: ({ person, department }) => <PersonName person={person} note={department?.name} />,
      total: t('all'),
    },
    did('assigned'),
    did('accepted'),
    did('declined'),
    did('missed'),
    did('answered'),
    did('answers'),
    did('finished'),
    did('transferred'),
    did('takenOver'),
    {
      id: 'dialogs',
      head: figures('other.dialogs.name'),
      says: { name: figures('other.dialogs.name'), says: figures('other.dialogs.says') },
      kind: 'count',
      value: ({ dialogs }) => dialogs,
      href: ({ person }) => behindCount(filter, 'dialogs', { operators: [person.employeeId] }),
      total: data.rows.reduce((sum, { dialogs }) => sum + dialogs, 0),
      totalHref: withOperator(filter),
    },
    duration('toFirstAnswerWorking', 'median'),
    duration('toFirstAnswerWorking', 'ninetieth'),
    duration('handling', 'median'),
    did('good'),
    did('bad'),
    {
      id: 'satisfaction',
      head: figures('shares.satisfaction.name'),
      says: { name: figures('shares.satisfaction.name'), says: figures('shares.satisfaction.says') },
      kind: 'share',
      value: (row) => satisfaction(row.did),
      href: ({ person, did: { good, bad } }) =>
        good + bad === 0 ? undefined : behindAct(filter, 'rated', person.employeeId),
      total: satisfaction(data.all),
      totalHref: behindAct(filter, 'rated'),
    },
    {
      id: 'mark',
      head: figures('other.averageStars.name'),
      says: { name: figures('other.averageStars.name'), says: figures('other.averageStars.says') },
      kind: 'stars',
      value: (row) => mark(row.did),
      href: ({ person }) => behindAct(filter, 'marked', person.employeeId),
      total: mark(data.all),
      totalHref: behindAct(filter, 'marked'),
    },
    {
      id: 'online',
      head: figures('other.online.name'),
      says: { name: figures('other.online.name'), says: figures('other.online.says') },
      kind: 'duration',
      value: ({ online }) => online,
      total: data.rows.reduce((sum, { online }) => sum + online, 0),
    },
  ];
  return (
    <Card title={t('title')} description={t('text')}>
      <FigureTable
        name={t('title')}
        rows={data.rows}
        id={({ person }) => person.employeeId}
        columns={columns}
        first={{ by: 'answered', order: 'down' }}
      />
      <Against data={data} />
    </Card>
  );
}

/** Everybody together against the period before. */
function Against({ data: { all, before } }: { data: Data }) {
  const t = useTranslations('statistics.operators');
  const figures = useTranslations('figures.did');
  const words = useFigureWords();
  if (before === null) return null;
  const acts = ['assigned', 'accepted', 'declined', 'missed', 'answered', 'finished', 'transferred'] as const;
  const rows = acts.map((act) => ({ act, now: all[act], before: before[act] }));
  type Total = (typeof rows)[number];
  const columns: Column<Total>[] = [
    { id: 'act', head: t('together'), kind: 'words', value: ({ act }) => figures(`${act}.name`) },
    { id: 'now', head: t('now'), kind: 'count', value: ({ now }) => now },
    { id: 'before', head: t('before'), kind: 'count', value: (row) => row.before },
    {
      id: 'change',
      head: t('change'),
      kind: 'count',
      value: ({ now, before: was }) => now - was,
      shown: ({ act, now, before: was }) => (
        <NumberChange
          now={now}
          before={was}
          better={act === 'declined' || act === 'missed' ? 'less' : 'neither'}
          told={words.count}
        />
      ),
    },
  ];
  return (
    <details className="mt-3 print:hidden">
      <summary className="w-fit rounded-sm text-sm text-ink-soft hover:text-ink">{t('against')}</summary>
      <div className="mt-3 max-w-2xl">
        <FigureTable name={t('against')} rows={rows} id={({ act }) => act} columns={columns} inOrder />
      </div>
    </details>
  );
}
