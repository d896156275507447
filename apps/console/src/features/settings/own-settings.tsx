'use client';

import { useTranslations } from 'next-intl';

import { useMe } from '../../rpc/me.ts';
import { Page, PageHeader } from '../../ui/page.tsx';
import { ProfileCard } from './profile-card.tsx';
import { SecondFactorCard } from './second-factor-card.tsx';

/** What is one's own: who one is to colleagues and clients, and how one signs in. */
export function OwnSettings() {
  const t = useTranslations('settings');
  const me = useMe();
  return (
    <Page>
      <PageHeader title={t('place.profile')} />
      <div className="flex flex-col gap-5">
        <ProfileCard key={me.employeeId} me={me} />
        <SecondFactorCard />
      </div>
    </Page>
  );
}
