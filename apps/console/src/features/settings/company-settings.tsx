'use client';

import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';

import { useTRPC } from '../../rpc/client.tsx';
import { Failed } from '../../ui/failed.tsx';
import { Page, PageHeader } from '../../ui/page.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { CompanyCard } from './company-card.tsx';
import { RetentionCard } from './retention-card.tsx';

/** What holds for everybody: the company's name, language and time zone, and how long messages are kept. */
export function CompanySettings({ children }: { children: ReactNode }) {
  const t = useTranslations('settings');
  const company = useQuery(useTRPC().company.get.queryOptions({}));
  return (
    <Page>
      <PageHeader title={t('company.title')} description={t('company.text')} />
      {company.data === undefined ? (
        company.isError ? (
          <Failed onRetry={() => void company.refetch()} />
        ) : (
          <Skeleton className="h-72 rounded-xl" />
        )
      ) : (
        <CompanyCard company={company.data} />
      )}
      <div className="mt-5 flex flex-col gap-5">
        <RetentionCard />
        {children}
      </div>
    </Page>
  );
}
