'use client';

import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';

import { giveUpMinutesPresets, notFound, openDeal } from '@switchboard/domain/crm';

import { useTRPC } from '../../rpc/client.tsx';
import { Field } from '../../ui/field.tsx';
import { Input } from '../../ui/input.tsx';
import { LineTab } from './line-tab.tsx';
import { Means } from './means.tsx';
import { ChoiceSetting, SelectSetting, SwitchSetting, TimeSetting, useSetting } from './setting-fields.tsx';
import { SettingsCard } from './settings-card.tsx';
import { useLine } from './use-line.tsx';

/** How a client is recognised, what is created for him, and who gets him. */
export function CrmTab({ lineId }: { lineId: string }) {
  return <LineTab lineId={lineId} cards={<Cards />} aside={<Means tab="crm" />} />;
}

function Cards() {
  const t = useTranslations('lineTabs');
  const { crm } = useLine().draft;
  const { data: arranged } = useQuery(useTRPC().pipelines.list.queryOptions({}));
  const deals = arranged?.pipelines.filter(({ kind }) => kind === 'deal') ?? [];
  return (
    <>
      <SettingsCard card="crm.identification">
        <SwitchSetting path="crm.check" />
        <SwitchSetting path="crm.tracker" />
      </SettingsCard>
      <SettingsCard card="crm.records">
        <ChoiceSetting path="crm.notFound" values={notFound} words={(value) => t(`choice.crm.notFound.${value}`)} />
        {crm.notFound === 'deal' && (
          <SelectSetting
            path="crm.pipelineId"
            values={deals.map(({ pipelineId }) => pipelineId)}
            words={(id) => deals.find(({ pipelineId }) => pipelineId === id)?.name ?? ''}
            none={t('noPipelines')}
          />
        )}
        <ChoiceSetting
          path="crm.openDeal"
          labelled
          values={openDeal}
          words={(value) => t(`choice.crm.openDeal.${value}`)}
        />
        <Source />
      </SettingsCard>
      <SettingsCard card="crm.responsible">
        <SwitchSetting path="crm.routeToResponsible" />
        {crm.routeToResponsible && (
          <TimeSetting path="crm.giveUpMinutes" presets={giveUpMinutesPresets} none={t('never')} most={720} />
        )}
        <SwitchSetting path="crm.changeResponsible" />
      </SettingsCard>
    </>
  );
}

/** Where a new record comes from; empty is chosen by itself. */
function Source() {
  const t = useTranslations('lineTabs');
  const { value, set, problem } = useSetting<string | null>('crm.source');
  return (
    <Field label={t('name.crm.source')} hint={t('hint.crm.source')} error={problem}>
      {(control) => (
        <Input
          {...control}
          className="max-w-72"
          value={value ?? ''}
          placeholder={t('automatic')}
          onChange={(event) => set(event.target.value === '' ? null : event.target.value)}
        />
      )}
    </Field>
  );
}
