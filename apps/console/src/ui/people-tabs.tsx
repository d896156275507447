'use client';

import { useTranslations } from 'next-intl';

import { Tabs } from './tabs.tsx';

/** The pages about people: who they are, how they are arranged, what they may do. */
export function PeopleTabs() {
  const t = useTranslations('people.tabs');
  return (
    <div className="mb-5">
      <Tabs
        label={t('label')}
        tabs={[
          { href: '/people', label: t('people') },
          { href: '/people/departments', label: t('departments') },
          { href: '/people/roles', label: t('roles') },
        ]}
      />
    </div>
  );
}
