'use client';

import { useQuery } from '@tanstack/react-query';
import { ChevronRight, FileCheck2, Plus } from 'lucide-react';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { useState } from 'react';

import { useTRPC } from '../../rpc/client.tsx';
import type { AgreementRow } from '../../rpc/shapes.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { Empty } from '../../ui/empty.tsx';
import { Failed } from '../../ui/failed.tsx';
import { Page, PageHeader } from '../../ui/page.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { Tabs } from '../../ui/tabs.tsx';
import { Moment } from '../../ui/time.tsx';
import { NewAgreement } from './new-agreement.tsx';

/** What clients are asked to accept: each agreement with its version, the lines that ask for it, and who accepted. */
export function AgreementsList() {
  const t = useTranslations('agreements');
  const [adding, setAdding] = useState(false);
  const query = useQuery(useTRPC().agreements.list.queryOptions({}));
  const add = (
    <Button look="primary" onClick={() => setAdding(true)}>
      <Plus aria-hidden /> {t('new')}
    </Button>
  );
  return (
    <Page>
      <PageHeader title={t('title')} description={t('text')} {...(query.data?.length ? { action: add } : {})} />
      <div className="mb-5">
        <Tabs
          label={t('tabs')}
          tabs={[
            { href: '/agreements', label: t('tab.agreements') },
            { href: '/consents', label: t('tab.consents') },
          ]}
        />
      </div>
      {query.data === undefined ? (
        query.isError ? (
          <Failed onRetry={() => void query.refetch()} />
        ) : (
          <AgreementsSkeleton />
        )
      ) : query.data.length === 0 ? (
        <div className="rounded-xl border border-edge bg-panel">
          <Empty icon={FileCheck2} title={t('empty.title')} action={add}>
            {t('empty.text')}
          </Empty>
        </div>
      ) : (
        <ul className="divide-y divide-edge rounded-xl border border-edge bg-panel">
          {query.data.map((row) => (
            <Row key={row.agreementId} row={row} />
          ))}
        </ul>
      )}
      <NewAgreement open={adding} onOpenChange={setAdding} />
    </Page>
  );
}

function Row({ row }: { row: AgreementRow }) {
  const t = useTranslations('agreements');
  return (
    <li className="relative flex items-center gap-3 px-4 py-3.5 hover:bg-hover sm:px-5">
      <div className="min-w-0 flex-1">
        <p className="flex flex-wrap items-baseline gap-x-2 gap-y-1">
          <Link
            href={`/agreements/${row.agreementId}`}
            className="font-medium break-words after:absolute after:inset-0 after:rounded-xl"
          >
            {row.name}
          </Link>
          {row.version === 0 ? (
            <Badge>{t('row.draft')}</Badge>
          ) : (
            <Badge tone="answered">{t('row.version', { version: row.version })}</Badge>
          )}
        </p>
        <p className="mt-0.5 flex flex-wrap gap-x-3 text-sm text-ink-soft">
          <span>{t(`template.${row.template}`)}</span>
          <span>{row.languages.map((language) => t(`language.${language}`)).join(', ')}</span>
          {row.publishedAt !== null && (
            <span>
              {t('row.published')} <Moment at={row.publishedAt} />
            </span>
          )}
        </p>
        {row.version > 0 && (
          <p className="mt-0.5 flex flex-wrap gap-x-3 text-sm text-ink-faint">
            <span>{t('row.lines', { count: row.lines.length })}</span>
            <span>{t('row.accepted', { count: row.accepted })}</span>
          </p>
        )}
      </div>
      <ChevronRight className="size-4 shrink-0 text-ink-faint" aria-hidden />
    </li>
  );
}

export function AgreementsSkeleton() {
  return (
    <div aria-busy className="divide-y divide-edge rounded-xl border border-edge bg-panel">
      {Array.from({ length: 3 }, (_, index) => (
        <div key={index} className="flex flex-col gap-2 px-4 py-4 sm:px-5">
          <Skeleton className="h-4 w-2/5" />
          <Skeleton className="h-3 w-3/5" />
          <Skeleton className="h-3 w-2/5" />
        </div>
      ))}
    </div>
  );
}
