'use client';

import { useTranslations } from 'next-intl';

import {
  clientSilentHours,
  closeOrText,
  fullClosingMinutes,
  nothingOrText,
  unansweredMinutesPresets,
  welcomed,
} from '@switchboard/domain/auto-actions';

import { useMinutesInWords } from '../../ui/time.tsx';
import { ClientSees } from './client-sees.tsx';
import { LineTab } from './line-tab.tsx';
import { Means } from './means.tsx';
import { ChoiceSetting, SelectSetting, SwitchSetting, TimeSetting } from './setting-fields.tsx';
import { SettingsCard } from './settings-card.tsx';
import { TextSetting } from './text-setting.tsx';
import { useLine } from './use-line.tsx';

/** What a line does by itself: its texts, and the times that mark and close a dialog. */
export function AutoActionsTab({ lineId }: { lineId: string }) {
  return (
    <LineTab
      lineId={lineId}
      cards={<Cards />}
      aside={
        <Means tab="autoActions">
          <ClientSees />
        </Means>
      }
    />
  );
}

function Cards() {
  const t = useTranslations('lineTabs');
  const minutes = useMinutesInWords();
  const { autoActions } = useLine().draft;
  return (
    <>
      <SettingsCard card="autoActions.welcome">
        <SwitchSetting path="autoActions.welcome.on" />
        {autoActions.welcome.on && (
          <>
            <ChoiceSetting
              path="autoActions.welcome.when"
              labelled
              values={welcomed}
              words={(value) => t(`choice.autoActions.welcome.when.${value}`)}
            />
            <TextSetting path="autoActions.welcome.text" what="welcome" />
          </>
        )}
      </SettingsCard>
      <SettingsCard card="autoActions.unanswered">
        <TimeSetting path="autoActions.unanswered.minutes" presets={unansweredMinutesPresets} most={720} />
        <ChoiceSetting
          path="autoActions.unanswered.then"
          labelled
          values={nothingOrText}
          words={(value) => t(`choice.autoActions.unanswered.then.${value}`)}
        />
        {autoActions.unanswered.then === 'text' && <TextSetting path="autoActions.unanswered.text" what="no-answer" />}
      </SettingsCard>
      <SettingsCard card="autoActions.finishing">
        <ChoiceSetting
          path="autoActions.finishing.then"
          values={nothingOrText}
          words={(value) => t(`choice.autoActions.finishing.then.${value}`)}
        />
        {autoActions.finishing.then === 'text' && <TextSetting path="autoActions.finishing.text" what="closing" />}
        <SelectSetting
          path="autoActions.fullClosingMinutes"
          values={fullClosingMinutes}
          words={(value) => (value === 0 ? t('atOnce') : minutes(value))}
          hint={t('hint.autoActions.fullClosingMinutes')}
        />
      </SettingsCard>
      <SettingsCard card="autoActions.clientSilent">
        <SelectSetting
          path="autoActions.clientSilent.hours"
          values={clientSilentHours}
          words={(value) => minutes(value * 60)}
          none={t('off')}
        />
        {autoActions.clientSilent.hours !== null && (
          <>
            <ChoiceSetting
              path="autoActions.clientSilent.then"
              labelled
              values={closeOrText}
              words={(value) => t(`choice.autoActions.clientSilent.then.${value}`)}
            />
            {autoActions.clientSilent.then === 'text' && (
              <TextSetting path="autoActions.clientSilent.text" what="client-silent" />
            )}
          </>
        )}
      </SettingsCard>
      <SettingsCard card="autoActions.quickReplies">
        <SelectSetting path="autoActions.quickRepliesId" values={[]} words={String} none={t('noList')} />
      </SettingsCard>
      <SettingsCard card="autoActions.typing">
        <SwitchSetting path="autoActions.typingWatch" />
      </SettingsCard>
    </>
  );
}
