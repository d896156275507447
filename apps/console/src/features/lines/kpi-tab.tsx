'use client';

import { useTranslations } from 'next-intl';

import { firstAnswerPresets, furtherAnswerPresets } from '@switchboard/domain/kpi';

import { DueAnswers } from './due-answers.tsx';
import { LineTab } from './line-tab.tsx';
import { Means } from './means.tsx';
import { SwitchSetting, TimeSetting } from './setting-fields.tsx';
import { SettingsCard } from './settings-card.tsx';
import { NoticeSetting } from './text-setting.tsx';
import { useLine } from './use-line.tsx';
import { WhomSetting } from './whom-setting.tsx';

/** How soon clients are to be answered, and who is told when they are not. */
export function KpiTab({ lineId }: { lineId: string }) {
  return (
    <LineTab
      lineId={lineId}
      cards={<Cards />}
      aside={
        <Means tab="kpi">
          <DueAnswers />
        </Means>
      }
    />
  );
}

function Cards() {
  const t = useTranslations('lineTabs');
  const { kpi } = useLine().draft;
  return (
    <>
      <SettingsCard card="kpi.first">
        <TimeSetting
          path="kpi.first.seconds"
          presets={firstAnswerPresets}
          none={t('off')}
          most={604_800}
          unit="seconds"
        />
        {kpi.first.seconds !== null && <Told which="first" on={kpi.first.notify} />}
      </SettingsCard>
      <SettingsCard card="kpi.further">
        <TimeSetting path="kpi.further.minutes" presets={furtherAnswerPresets} none={t('off')} most={10_080} />
        {kpi.further.minutes !== null && <Told which="further" on={kpi.further.notify} />}
      </SettingsCard>
    </>
  );
}

function Told({ which, on }: { which: 'first' | 'further'; on: boolean }) {
  const t = useTranslations('lineTabs');
  return (
    <>
      <SwitchSetting path={`kpi.${which}.notify`} />
      {on && (
        <>
          <WhomSetting path={`kpi.${which}.whom`} />
          <div>
            <NoticeSetting path={`kpi.${which}.text`} />
            <p className="mt-2 text-sm text-ink-faint">{t('hint.kpi.text')}</p>
          </div>
        </>
      )}
    </>
  );
}
