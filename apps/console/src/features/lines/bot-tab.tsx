'use client';

import { useTranslations } from 'next-intl';

import { botLeaves, botTakes } from '@switchboard/domain/bot';

import { useMinutesInWords } from '../../ui/time.tsx';
import { LineTab } from './line-tab.tsx';
import { Means } from './means.tsx';
import { ChoiceSetting, SelectSetting, SwitchSetting } from './setting-fields.tsx';
import { SettingsCard } from './settings-card.tsx';
import { useLine } from './use-line.tsx';

const handOver = [1, 2, 3, 5, 10, 15, 20, 30];

/** Whether a bot goes first, and when it hands over. */
export function BotTab({ lineId }: { lineId: string }) {
  return <LineTab lineId={lineId} cards={<Cards />} aside={<Means tab="bot" />} />;
}

function Cards() {
  const t = useTranslations('lineTabs');
  const minutes = useMinutesInWords();
  const { botId, handOverMinutes } = useLine().draft.bot;
  const times =
    handOverMinutes === null || handOver.includes(handOverMinutes) ? handOver : [handOverMinutes, ...handOver];
  return (
    <SettingsCard card="bot.first">
      <SwitchSetting path="bot.first" />
      <SelectSetting path="bot.botId" values={botId === null ? [] : [botId]} words={String} none={t('noBots')} />
      <ChoiceSetting path="bot.when" labelled values={botTakes} words={(value) => t(`choice.bot.when.${value}`)} />
      <SelectSetting
        path="bot.handOverMinutes"
        values={times.toSorted((a, b) => a - b)}
        words={minutes}
        none={t('never')}
      />
      <ChoiceSetting path="bot.leaves" labelled values={botLeaves} words={(value) => t(`choice.bot.leaves.${value}`)} />
    </SettingsCard>
  );
}
