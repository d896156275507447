'use client';

import { useTranslations } from 'next-intl';

import { languages } from '@switchboard/domain/text';

import { LineTab } from './line-tab.tsx';
import { Means } from './means.tsx';
import { SelectSetting, SwitchSetting } from './setting-fields.tsx';
import { SettingsCard } from './settings-card.tsx';

/** E-mails to clients, whether the line is active, and its end. */
export function OtherTab({ lineId }: { lineId: string }) {
  return <LineTab lineId={lineId} cards={<Cards />} aside={<Means tab="clientEmails" />} />;
}

function Cards() {
  const t = useTranslations('lineTabs');
  return (
    <SettingsCard card="clientEmails.sent">
      <SwitchSetting path="clientEmails.transcript" />
      <SwitchSetting path="clientEmails.answered" />
      <SelectSetting
        path="clientEmails.language"
        values={languages}
        words={(value) => t(`language.${value}`)}
        none={t('language.company')}
      />
    </SettingsCard>
  );
}
