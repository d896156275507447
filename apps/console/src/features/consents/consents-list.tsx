'use client';

import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Download, FileCheck2, SearchX, X } from 'lucide-react';
import Link from 'next/link';
import { useSearchParams } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { useState } from 'react';

import { decisions } from '@switchboard/domain/agreement';

import { useTRPC, useTRPCClient } from '../../rpc/client.tsx';
import { useMe } from '../../rpc/me.ts';
import type { ConsentRow } from '../../rpc/shapes.ts';
import { Button, buttonLook } from '../../ui/button.tsx';
import { Empty } from '../../ui/empty.tsx';
import { Failed } from '../../ui/failed.tsx';
import { Field } from '../../ui/field.tsx';
import { HereLink } from '../../ui/here-link.tsx';
import { Input, Select } from '../../ui/input.tsx';
import { openHere } from '../../ui/open-dialog.ts';
import { Page, PageHeader } from '../../ui/page.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { Tabs } from '../../ui/tabs.tsx';
import { Moment } from '../../ui/time.tsx';
import { say } from '../../ui/toast.tsx';
import { consentFilterIn, consentInput, withConsentFilter, type ConsentField } from './consent-filter.ts';
import { Decision, useConsentWords } from './consent-words.tsx';
import { LedgerCard } from './ledger-card.tsx';

/** The ledger of consents, the latest decision first; what is asked for stands in the address. */
export function ConsentsList() {
  const t = useTranslations('consents');
  const agreements = useTranslations('agreements');
  const search = useSearchParams();
  const filter = consentFilterIn(search);
  const query = useInfiniteQuery(
    useTRPC().consents.list.infiniteQueryOptions(consentInput(filter), {
      getNextPageParam: (page) => page.next ?? undefined,
    }),
  );
  const rows = query.data?.pages.flatMap((page) => page.rows) ?? [];
  const filtered = Object.keys(filter).length > 0;
  return (
    <Page>
      <PageHeader title={t('title')} description={t('text')} action={<Export />} />
      <div className="mb-5">
        <Tabs
          label={agreements('tabs')}
          tabs={[
            { href: '/agreements', label: agreements('tab.agreements') },
            { href: '/consents', label: agreements('tab.consents') },
          ]}
        />
      </div>
      <LedgerCard />
      <Filters rows={rows} />
      {query.data === undefined ? (
        query.isError ? (
          <Failed onRetry={() => void query.refetch()} />
        ) : (
          <ConsentsSkeleton />
        )
      ) : rows.length === 0 ? (
        <div className="rounded-xl border border-edge bg-panel">
          {filtered ? (
            <Empty
              icon={SearchX}
              title={t('empty.filtered')}
              action={<Button onClick={() => openHere('/consents', 'replace')}>{t('filter.clear')}</Button>}
            >
              {t('empty.filteredText')}
            </Empty>
          ) : (
            <Empty
              icon={FileCheck2}
              title={t('empty.title')}
              action={
                <Link href="/agreements" className={buttonLook()}>
                  {t('empty.action')}
                </Link>
              }
            >
              {t('empty.text')}
            </Empty>
          )}
        </div>
      ) : (
        <>
          <ul className="divide-y divide-edge rounded-xl border border-edge bg-panel">
            {rows.map((row) => (
              <Row key={row.number} row={row} search={search} />
            ))}
          </ul>
          {query.hasNextPage && (
            <div className="flex justify-center p-4">
              <Button busy={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
                {t('more')}
              </Button>
            </div>
          )}
        </>
      )}
    </Page>
  );
}

function Row({ row, search }: { row: ConsentRow; search: URLSearchParams }) {
  const t = useTranslations('consents');
  const { client, subject, how } = useConsentWords()(row);
  return (
    <li className="flex flex-wrap items-start gap-x-4 gap-y-1 px-4 py-3 sm:px-5">
      <div className="min-w-0 flex-1 basis-64">
        <p className="flex flex-wrap items-baseline gap-x-2 gap-y-1">
          <Decision decision={row.decision} />
          <HereLink
            href={withConsentFilter(search, { client: row.client.clientId })}
            aria-label={t('onlyClient', { name: client })}
            className="rounded-sm font-medium break-words hover:underline"
          >
            {client}
          </HereLink>
        </p>
        <p className="mt-0.5 flex flex-wrap gap-x-3 text-sm text-ink-soft">
          <span className="break-words">{subject}</span>
          <span>{how}</span>
        </p>
        <p className="mt-0.5 flex flex-wrap gap-x-3 text-sm text-ink-faint">
          <Moment at={row.at} />
          {row.channel !== null && <span className="break-words">{row.channel.name}</span>}
          {row.line !== null && row.line.name !== row.channel?.name && (
            <span className="break-words">{row.line.name}</span>
          )}
          {row.dialogId !== null && (
            <Link href={`/dialogs/${row.dialogId}`} className="rounded-sm text-accent hover:underline">
              {t('dialog', { number: row.dialogId })}
            </Link>
          )}
        </p>
      </div>
      <div className="flex items-baseline gap-3 text-sm">
        <span className="text-ink-faint tabular-nums">{t('number', { number: row.number })}</span>
        <Link
          href={`/consents/${row.number}`}
          aria-label={t('evidenceOf', { number: row.number })}
          className="rounded-sm text-accent underline-offset-2 hover:underline"
        >
          {t('evidence')}
        </Link>
      </div>
    </li>
  );
}

function Filters({ rows }: { rows: ConsentRow[] }) {
  const t = useTranslations('consents');
  const me = useMe();
  const trpc = useTRPC();
  const search = useSearchParams();
  const words = useConsentWords();
  const { data: agreements = [] } = useQuery(trpc.agreements.list.queryOptions({}));
  const { data: lines = [] } = useQuery(trpc.lines.list.queryOptions({}));
  const { data: channels = [] } = useQuery(trpc.channels.list.queryOptions({}));
  const filter = consentFilterIn(search);
  const choose =
    (name: ConsentField, more: Partial<Record<ConsentField, string>> = {}) =>
    (event: { target: { value: string } }) =>
      openHere(withConsentFilter(search, { [name]: event.target.value, ...more }), 'replace');
  const chosen = agreements.find((one) => one.agreementId === filter.agreementId);
  const ofClient = rows.find((row) => row.client.clientId === filter.clientId);
  return (
    <div className="mb-4 flex flex-col gap-2.5">
      <div className="grid grid-cols-1 gap-2.5 min-[26rem]:grid-cols-2 lg:grid-cols-4">
        <Field label={t('filter.agreement')}>
          {(control) => (
            <Select {...control} value={filter.agreementId ?? ''} onChange={choose('agreement', { version: '' })}>
              <option value="">{t('filter.any')}</option>
              {agreements.map((one) => (
                <option key={one.agreementId} value={one.agreementId}>
                  {one.name}
                </option>
              ))}
            </Select>
          )}
        </Field>
        <Field label={t('filter.version')}>
          {(control) => (
            <Select
              {...control}
              value={String(filter.version ?? '')}
              disabled={chosen === undefined || chosen.version === 0}
              onChange={choose('version')}
            >
              <option value="">{t('filter.any')}</option>
              {Array.from({ length: chosen?.version ?? 0 }, (_, index) => (
                <option key={index} value={String(index + 1)}>
                  {index + 1}
                </option>
              ))}
            </Select>
          )}
        </Field>
        <Field label={t('filter.decision')}>
          {(control) => (
            <Select {...control} value={filter.decision ?? ''} onChange={choose('decision')}>
              <option value="">{t('filter.any')}</option>
              {decisions.map((one) => (
                <option key={one} value={one}>
                  {t(`decision.${one}`)}
                </option>
              ))}
            </Select>
          )}
        </Field>
        <Field label={t('filter.line')}>
          {(control) => (
            <Select {...control} value={filter.lineId ?? ''} onChange={choose('line')}>
              <option value="">{t('filter.any')}</option>
              {lines.map((one) => (
                <option key={one.lineId} value={one.lineId}>
                  {one.name}
                </option>
              ))}
            </Select>
          )}
        </Field>
        <Field label={t('filter.channel')}>
          {(control) => (
            <Select {...control} value={filter.channelId ?? ''} onChange={choose('channel')}>
              <option value="">{t('filter.any')}</option>
              {channels.map((one) => (
                <option key={one.channelId} value={one.channelId}>
                  {one.name}
                </option>
              ))}
            </Select>
          )}
        </Field>
        <Field label={t('filter.from')}>
          {(control) => (
            <Input {...control} type="date" value={filter.from ?? ''} max={filter.until} onChange={choose('from')} />
          )}
        </Field>
        <Field label={t('filter.until')}>
          {(control) => (
            <Input {...control} type="date" value={filter.until ?? ''} min={filter.from} onChange={choose('until')} />
          )}
        </Field>
      </div>
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1.5 text-sm text-ink-faint">
        <span>{t('filter.zone', { zone: me.company.timeZone.replaceAll('_', ' ') })}</span>
        {filter.clientId !== undefined && (
          <Button
            size="sm"
            aria-label={t('filter.clientClear')}
            onClick={() => openHere(withConsentFilter(search, { client: '' }), 'replace')}
          >
            {ofClient === undefined ? t('filter.clientUnknown') : t('filter.client', { name: words(ofClient).client })}{' '}
            <X aria-hidden />
          </Button>
        )}
        {Object.keys(filter).length > 0 && (
          <Button look="link" size="sm" onClick={() => openHere('/consents', 'replace')}>
            {t('filter.clear')}
          </Button>
        )}
      </div>
    </div>
  );
}

/** The rows that the filter leaves, as a file. */
function Export() {
  const t = useTranslations('consents');
  const client = useTRPCClient();
  const search = useSearchParams();
  const [busy, setBusy] = useState(false);
  const run = async () => {
    setBusy(true);
    try {
      const { csv, rows, more } = await client.consents.file.query(consentFilterIn(search));
      if (more) say('told', t('csv.cut', { count: rows }));
      const address = URL.createObjectURL(new Blob([csv], { type: 'text/csv;charset=utf-8' }));
      const link = document.createElement('a');
      link.href = address;
      link.download = t('csv.name');
      link.click();
      URL.revokeObjectURL(address);
    } catch {
      say('refused', t('csv.failed'));
    } finally {
      setBusy(false);
    }
  };
  return (
    <Button busy={busy} onClick={() => void run()}>
      {!busy && <Download aria-hidden />} {t('csv.action')}
    </Button>
  );
}

export function ConsentsSkeleton() {
  return (
    <div aria-busy className="divide-y divide-edge rounded-xl border border-edge bg-panel">
      {Array.from({ length: 6 }, (_, index) => (
        <div key={index} className="flex flex-col gap-2 px-4 py-3.5 sm:px-5">
          <Skeleton className="h-4 w-2/5" />
          <Skeleton className="h-3 w-3/5" />
          <Skeleton className="h-3 w-2/5" />
        </div>
      ))}
    </div>
  );
}
