'use client';

import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';

import { useTRPC } from '../../rpc/client.tsx';
import { Failed } from '../../ui/failed.tsx';
import { Page, PageHeader } from '../../ui/page.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { CompanyCard } from './company-card.tsx';

/** What holds for everybody: the company's name, language and time zone. */
export function CompanySettings() {
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
    </Page>
  );
}
