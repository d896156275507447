'use client';

import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';

import { hasRatings } from '@switchboard/domain/plan';

import { useTRPC } from '../../rpc/client.tsx';
import { LineTab } from './line-tab.tsx';
import { Means } from './means.tsx';
import { SelectSetting, SwitchSetting } from './setting-fields.tsx';
import { SettingsCard } from './settings-card.tsx';
import { TextSetting } from './text-setting.tsx';
import { useLine } from './use-line.tsx';

const days = [1, 2, 3, 5, 7, 14, 30];

/** Whether and how clients are asked to rate. */
export function RatingTab({ lineId }: { lineId: string }) {
  return <LineTab lineId={lineId} cards={<Cards />} aside={<Means tab="rating" />} />;
}

function Cards() {
  const t = useTranslations('lineTabs');
  const words = useTranslations('plan');
  const trpc = useTRPC();
  const { data: plan } = useQuery(trpc.company.plan.queryOptions({}));
  const { rating } = useLine().draft;
  const choices = rating.limitDays === null || days.includes(rating.limitDays) ? days : [rating.limitDays, ...days];
  return (
    <>
      {plan !== undefined && !hasRatings(plan.plan) && (
        <p className="rounded-lg bg-muted-soft px-4 py-2.5 text-ink-soft">{words('withoutRatings')}</p>
      )}
      <SettingsCard card="rating.asking">
        <SwitchSetting path="rating.ask" />
        {rating.ask && (
          <>
            <SwitchSetting path="rating.duringDialog" />
            <SwitchSetting path="rating.closeAfter" />
            <SelectSetting
              path="rating.limitDays"
              values={choices.toSorted((a, b) => a - b)}
              words={(value) => t('days', { n: value })}
              none={t('always')}
            />
          </>
        )}
      </SettingsCard>
      {rating.ask && (
        <>
          <SettingsCard card="rating.liveChat">
            <TextSetting path="rating.liveChat.ask" what="rate" rows={2} />
            <TextSetting path="rating.liveChat.good" what="thanks-good" rows={2} />
            <TextSetting path="rating.liveChat.bad" what="thanks-bad" rows={2} />
          </SettingsCard>
          <SettingsCard card="rating.others">
            <TextSetting path="rating.others.ask" what="rate" rows={2} />
            <TextSetting path="rating.others.good" what="thanks-good" rows={2} />
            <TextSetting path="rating.others.bad" what="thanks-bad" rows={2} />
          </SettingsCard>
        </>
      )}
    </>
  );
}
