'use client';

import { useTranslations } from 'next-intl';

import { LineTab } from './line-tab.tsx';
import { Means } from './means.tsx';
import { SelectSetting, SwitchSetting } from './setting-fields.tsx';
import { SettingsCard } from './settings-card.tsx';
import { useLine } from './use-line.tsx';

/** Whether clients are asked to agree to how their data is kept. */
export function AgreementTab({ lineId }: { lineId: string }) {
  return <LineTab lineId={lineId} cards={<Cards />} aside={<Means tab="agreement" />} />;
}

function Cards() {
  const t = useTranslations('lineTabs');
  const { agreementId } = useLine().draft.agreement;
  return (
    <SettingsCard card="agreement.consent">
      <SwitchSetting path="agreement.ask" />
      <SelectSetting
        path="agreement.agreementId"
        values={agreementId === null ? [] : [agreementId]}
        words={String}
        none={t('noAgreements')}
      />
      <SwitchSetting path="agreement.hold.liveChat" />
      <SwitchSetting path="agreement.hold.messengers" />
    </SettingsCard>
  );
}
