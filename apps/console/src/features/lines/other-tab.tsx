'use client';

import { useTranslations } from 'next-intl';

import { languages } from '@switchboard/domain/text';

import { DeleteLine, LineState } from './line-life.tsx';
import { LineTab } from './line-tab.tsx';
import { Means } from './means.tsx';
import { SelectSetting, SwitchSetting } from './setting-fields.tsx';
import { SettingsCard } from './settings-card.tsx';
import { TakeOver } from './take-over.tsx';

/** E-mails to clients, whether the line is active, and its end. */
export function OtherTab({ lineId }: { lineId: string }) {
  return <LineTab lineId={lineId} cards={<Cards />} aside={<Means tab="clientEmails" />} />;
}

function Cards() {
  const t = useTranslations('lineTabs');
  return (
    <>
      <LineState />
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
      <TakeOver />
      <DeleteLine />
    </>
  );
}
