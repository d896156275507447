'use client';

import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { ArrowRight, Download, History, SearchX, X } from 'lucide-react';
import Link from 'next/link';
import { useSearchParams } from 'next/navigation';
import { useFormatter, useTranslations } from 'next-intl';
import { useState } from 'react';

import { useTRPC, useTRPCClient } from '../../rpc/client.tsx';
import { useMe } from '../../rpc/me.ts';
import type { AuditPage, AuditRow } from '../../rpc/shapes.ts';
import { Avatar } from '../../ui/avatar.tsx';
import { Button } from '../../ui/button.tsx';
import { Empty } from '../../ui/empty.tsx';
import { Failed } from '../../ui/failed.tsx';
import { Field } from '../../ui/field.tsx';
import { HereLink } from '../../ui/here-link.tsx';
import { Input, Select } from '../../ui/input.tsx';
import { openHere } from '../../ui/open-dialog.ts';
import { Page, PageHeader } from '../../ui/page.tsx';
import { fullName } from '../../ui/person.ts';
import { Skeleton } from '../../ui/skeleton.tsx';
import { Moment } from '../../ui/time.tsx';
import { say } from '../../ui/toast.tsx';
import { csv, mostExported } from './audit-csv.ts';
import { auditFilterIn, auditGroups, auditInput, withAuditFilter, type AuditField } from './audit-filter.ts';
import { placeOf, useAuditWords, type Told } from './audit-words.ts';

/** Every change of settings and rights, the latest first; what is asked for stands in the address. */
export function AuditLog() {
  const t = useTranslations('audit');
  const trpc = useTRPC();
  const search = useSearchParams();
  const filter = auditFilterIn(search);
  const query = useInfiniteQuery(
    trpc.audit.list.infiniteQueryOptions(auditInput(filter), {
      getNextPageParam: (page) => page.next ?? undefined,
      // Others change things meanwhile, and the log of an hour ago is no log.
      staleTime: 0,
    }),
  );
  const pages = query.data?.pages ?? [];
  const filtered = Object.keys(filter).length > 0;
  return (
    <Page>
      <PageHeader title={t('title')} description={t('text')} action={<Export />} />
      <Filters pages={pages} />
      {query.data === undefined ? (
        query.isError ? (
          <Failed onRetry={() => void query.refetch()} />
        ) : (
          <AuditSkeleton />
        )
      ) : pages.every((page) => page.rows.length === 0) ? (
        <div className="rounded-xl border border-edge bg-panel">
          {filtered ? (
            <Empty
              icon={SearchX}
              title={t('empty.filtered')}
              action={<Button onClick={() => openHere('/settings/audit', 'replace')}>{t('filter.clear')}</Button>}
            >
              {t('empty.filteredText')}
            </Empty>
          ) : (
            <Empty icon={History} title={t('empty.title')}>
              {t('empty.text')}
            </Empty>
          )}
        </div>
      ) : (
        <>
          <ul className="divide-y divide-edge rounded-xl border border-edge bg-panel">
            {pages.map((page) =>
              page.rows.map((row) => <Entry key={row.auditEntryId} row={row} names={page.names} search={search} />),
            )}
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

function Filters({ pages }: { pages: AuditPage[] }) {
  const t = useTranslations('audit');
  const me = useMe();
  const search = useSearchParams();
  const { data: people = [] } = useQuery(useTRPC().people.list.queryOptions({}));
  const filter = auditFilterIn(search);
  const choose = (name: AuditField) => (event: { target: { value: string } }) =>
    openHere(withAuditFilter(search, { [name]: event.target.value }), 'replace');
  const who = filter.employeeId ?? filter.byKind ?? '';
  const ofName = pages.flatMap((page) => page.rows).find((row) => row.subject.id === filter.subjectId)?.subject.name;
  return (
    <div className="mb-4 flex flex-col gap-2.5">
      <div className="grid grid-cols-2 gap-2.5 lg:grid-cols-4">
        <Field label={t('filter.who')}>
          {(control) => (
            <Select {...control} value={who} onChange={choose('who')}>
              <option value="">{t('filter.anybody')}</option>
              {people.map((person) => (
                <option key={person.employeeId} value={person.employeeId}>
                  {fullName(person)}
                </option>
              ))}
              <option value="api-key">{t('by.api-key')}</option>
              <option value="system">{t('by.system')}</option>
            </Select>
          )}
        </Field>
        <Field label={t('filter.what')}>
          {(control) => (
            <Select {...control} value={filter.what ?? filter.subject ?? ''} onChange={choose('what')}>
              <option value="">{t('filter.anything')}</option>
              {Object.entries(auditGroups).map(([subject, whats]) => (
                <optgroup key={subject} label={t(`subject.${subject as keyof typeof auditGroups}`)}>
                  <option value={subject}>
                    {t('filter.allOf', { subject: t(`subject.${subject as keyof typeof auditGroups}`) })}
                  </option>
                  {whats.map((what) => (
                    <option key={what} value={what}>
                      {t(`what.${what}`)}
                    </option>
                  ))}
                </optgroup>
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
        {filter.subjectId !== undefined && (
          <Button
            size="sm"
            aria-label={t('filter.subjectClear')}
            onClick={() => openHere(withAuditFilter(search, { of: '' }), 'replace')}
          >
            {ofName == null ? t('filter.subjectGone') : t('filter.subject', { name: ofName })} <X aria-hidden />
          </Button>
        )}
        {Object.keys(filter).length > 0 && (
          <Button look="link" size="sm" onClick={() => openHere('/settings/audit', 'replace')}>
            {t('filter.clear')}
          </Button>
        )}
      </div>
    </div>
  );
}

const few = 4;

function Entry({ row, names, search }: { row: AuditRow; names: AuditPage['names']; search: URLSearchParams }) {
  const t = useTranslations('audit');
  const { who, what, subject, told } = useAuditWords()(row, names);
  const [all, setAll] = useState(false);
  const place = placeOf(row);
  const shown = all ? told : told.slice(0, few);
  return (
    <li className="flex gap-3 px-4 py-3.5 sm:px-5">
      <Avatar name={who} surname="" photo={row.by.photo} size="sm" className="mt-0.5 shrink-0" />
      <div className="min-w-0 flex-1">
        <p className="flex flex-wrap items-baseline gap-x-2">
          <span className="font-medium">{what}</span>
          {subject !== null &&
            (place === null ? (
              <span className="break-words text-ink-soft">{subject}</span>
            ) : (
              <Link href={place} className="rounded-sm break-words text-accent hover:underline">
                {subject}
              </Link>
            ))}
        </p>
        <p className="mt-0.5 flex flex-wrap items-baseline gap-x-2 text-sm text-ink-faint">
          <span className="text-ink-soft">{who}</span>
          <Moment at={row.at} />
          {row.subject.id !== null && subject !== null && (
            <HereLink
              aria-label={t('onlyThis', { name: subject })}
              href={withAuditFilter(search, { of: row.subject.id })}
              className="rounded-sm hover:text-ink hover:underline"
            >
              {t('only')}
            </HereLink>
          )}
        </p>
        {shown.length > 0 && (
          <dl className="mt-2 flex flex-col gap-1 text-sm">
            {shown.map((one) => (
              <Change key={one.label} told={one} />
            ))}
          </dl>
        )}
        {!all && told.length > few && (
          <Button look="link" size="sm" className="mt-1 px-0" onClick={() => setAll(true)}>
            {t('moreChanges', { count: told.length - few })}
          </Button>
        )}
      </div>
    </li>
  );
}

function Change({ told: { label, from, to } }: { told: Told }) {
  const t = useTranslations('audit');
  return (
    <div className="flex flex-wrap gap-x-2">
      <dt className="text-ink-faint">{label}:</dt>
      <dd className="min-w-0 break-words whitespace-pre-line">
        {from !== null && (
          <>
            <span className="sr-only">{t('was')} </span>
            <del className="text-ink-faint no-underline">{from}</del>
            <ArrowRight className="mx-1.5 inline size-3.5 text-ink-faint" aria-hidden />
            <span className="sr-only">{t('now')} </span>
          </>
        )}
        {to}
      </dd>
    </div>
  );
}

/** Reads the log page by page by the same filter, and hands it over as one file in the reader's words. */
function Export() {
  const t = useTranslations('audit');
  const format = useFormatter();
  const client = useTRPCClient();
  const words = useAuditWords();
  const search = useSearchParams();
  const [read, setRead] = useState<number | null>(null);
  const run = async () => {
    setRead(0);
    try {
      const rows = [
        [
          t('export.column.when'),
          t('export.column.who'),
          t('export.column.what'),
          t('export.column.subject'),
          t('export.column.details'),
        ],
      ];
      const filter = auditFilterIn(search);
      let cursor: string | null = null;
      do {
        const page: AuditPage = await client.audit.list.query({
          ...filter,
          limit: 200,
          ...(cursor === null ? {} : { cursor }),
        });
        for (const row of page.rows) {
          const { who, what, subject, told } = words(row, page.names);
          rows.push([
            format.dateTime(row.at, { dateStyle: 'short', timeStyle: 'medium' }),
            who,
            what,
            subject ?? '',
            told.map(({ label, from, to }) => `${label}: ${from === null ? to : `${from} → ${to}`}`).join('\n'),
          ]);
        }
        cursor = page.next;
        setRead(rows.length - 1);
      } while (cursor !== null && rows.length <= mostExported);
      if (cursor !== null) say('told', t('export.cut'));
      // Table programs know by its first character that the file is UTF-8.
      hand(`\u{FEFF}${csv(rows.slice(0, mostExported + 1))}`, 'audit-log.csv');
    } catch {
      say('refused', t('export.failed'));
    } finally {
      setRead(null);
    }
  };
  return (
    <Button busy={read !== null} onClick={() => void run()}>
      {read === null ? (
        <>
          <Download aria-hidden /> {t('export.csv')}
        </>
      ) : (
        t('export.running', { count: read })
      )}
    </Button>
  );
}

function hand(text: string, name: string): void {
  const address = URL.createObjectURL(new Blob([text], { type: 'text/csv;charset=utf-8' }));
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  URL.revokeObjectURL(address);
}

export function AuditSkeleton() {
  return (
    <div aria-busy className="divide-y divide-edge rounded-xl border border-edge bg-panel">
      {Array.from({ length: 6 }, (_, index) => (
        <div key={index} className="flex gap-3 px-4 py-4 sm:px-5">
          <Skeleton className="size-6 rounded-full" />
          <div className="flex flex-1 flex-col gap-2">
            <Skeleton className="h-4 w-2/5" />
            <Skeleton className="h-3 w-3/5" />
          </div>
        </div>
      ))}
    </div>
  );
}
