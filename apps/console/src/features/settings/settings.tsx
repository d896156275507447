'use client';

import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';

import { may } from '@switchboard/domain/access';

import { useTRPC } from '../../rpc/client.tsx';
import { useMe } from '../../rpc/me.ts';
import { Failed } from '../../ui/failed.tsx';
import { Page, PageHeader } from '../../ui/page.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { CompanyCard } from './company-card.tsx';
import { ProfileCard } from './profile-card.tsx';

/** One's own profile, and for whoever may the company. */
export function Settings() {
  const t = useTranslations('settings');
  const trpc = useTRPC();
  const me = useMe();
  const mayEdit = may(me, 'company', {});
  const company = useQuery(trpc.company.get.queryOptions({}, { enabled: mayEdit }));
  return (
    <Page>
      <PageHeader title={t('title')} />
      <div className="flex flex-col gap-5">
        <ProfileCard key={me.employeeId} me={me} />
        {mayEdit &&
          (company.data === undefined ? (
            company.isError ? (
              <Failed onRetry={() => void company.refetch()} />
            ) : (
              <Skeleton className="h-72 rounded-xl" />
            )
          ) : (
            <CompanyCard company={company.data} />
          ))}
      </div>
    </Page>
  );
}
