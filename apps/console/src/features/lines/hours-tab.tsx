'use client';

import { useTranslations } from 'next-intl';

import { outsideThen } from '@switchboard/domain/hours';

import { Exceptions } from './exceptions.tsx';
import { LineTab } from './line-tab.tsx';
import { Means } from './means.tsx';
import { NextDays } from './next-days.tsx';
import { ChoiceSetting, SwitchSetting } from './setting-fields.tsx';
import { SettingsCard } from './settings-card.tsx';
import { TextSetting } from './text-setting.tsx';
import { TimeZoneSetting } from './time-zone-setting.tsx';
import { useLine } from './use-line.tsx';
import { WeekEditor } from './week-editor.tsx';

/** When a line is open, and what is said when it is not. */
export function HoursTab({ lineId }: { lineId: string }) {
  return (
    <LineTab
      lineId={lineId}
      cards={<Cards />}
      aside={
        <Means tab="hours">
          <NextDays />
        </Means>
      }
    />
  );
}

function Cards() {
  const t = useTranslations('lineTabs');
  const { outside } = useLine().draft.hours;
  return (
    <>
      <SettingsCard card="hours.schedule">
        <SwitchSetting path="hours.schedule" waits />
        <TimeZoneSetting />
        <WeekEditor />
      </SettingsCard>
      <SettingsCard card="hours.exceptions">
        <Exceptions />
      </SettingsCard>
      <SettingsCard card="hours.outside">
        <ChoiceSetting
          path="hours.outside.then"
          values={outsideThen}
          words={(value) => t(`choice.hours.outside.then.${value}`)}
        />
        {outside.then === 'text' && <TextSetting path="hours.outside.text" what="outside-hours" />}
      </SettingsCard>
    </>
  );
}
