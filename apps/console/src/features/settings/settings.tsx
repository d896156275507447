'use client';

import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { useTranslations } from 'next-intl';

import { may } from '@switchboard/domain/access';

import { useTRPC } from '../../rpc/client.tsx';
import { useMe } from '../../rpc/me.ts';
import { buttonLook } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { Failed } from '../../ui/failed.tsx';
import { Page, PageHeader } from '../../ui/page.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { CompanyCard } from './company-card.tsx';
import { ProfileCard } from './profile-card.tsx';

/** One's own profile, and for whoever may the company, with what waits for him. */
export function Settings() {
  const t = useTranslations('settings');
  const trpc = useTRPC();
  const me = useMe();
  const mayEdit = may(me, 'settings', {});
  const company = useQuery(trpc.company.get.queryOptions({}, { enabled: mayEdit }));
  return (
    <Page>
      <PageHeader title={t('title')} />
      <div className="flex flex-col gap-5">
        <ProfileCard key={me.employeeId} me={me} />
        {mayEdit && <ParkedCard />}
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

/** How many decisions failed and wait; their own screen tells which. */
function ParkedCard() {
  const t = useTranslations('parked');
  const { data } = useQuery(useTRPC().parked.count.queryOptions({}));
  const count = data?.count ?? 0;
  return (
    <Card
      title={t('title')}
      description={t('text')}
      aside={
        <Link href="/settings/parked" className={buttonLook({ look: count > 0 ? 'primary' : 'plain' })}>
          {t('open')}
        </Link>
      }
    >
      {data === undefined ? (
        <Skeleton className="h-5 w-40" />
      ) : (
        <p className={count > 0 ? 'text-overdue' : 'text-ink-soft'}>{t('count', { count })}</p>
      )}
    </Card>
  );
}
