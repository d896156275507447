'use client';

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Plus } from 'lucide-react';
import Link from 'next/link';
import { useTranslations } from 'next-intl';

import { may } from '@switchboard/domain/access';
import {
  clientSilentHours,
  closeOrText,
  fullClosingMinutes,
  nothingOrText,
  unansweredMinutesPresets,
  welcomed,
} from '@switchboard/domain/auto-actions';

import { useTRPC } from '../../rpc/client.tsx';
import { fieldsOf } from '../../rpc/failure.ts';
import { useMe } from '../../rpc/me.ts';
import { Button, buttonLook } from '../../ui/button.tsx';
import { useFieldWords } from '../../ui/field-words.ts';
import { useMinutesInWords } from '../../ui/time.tsx';
import { say } from '../../ui/toast.tsx';
import { ClientSees } from './client-sees.tsx';
import { LineTab } from './line-tab.tsx';
import { Means } from './means.tsx';
import { ChoiceSetting, SelectSetting, SwitchSetting, TimeSetting, useSetting } from './setting-fields.tsx';
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
        <QuickReplyListSetting />
      </SettingsCard>
      <SettingsCard card="autoActions.typing">
        <SwitchSetting path="autoActions.typingWatch" />
      </SettingsCard>
    </>
  );
}

/** Which of the company's lists operators are offered on this line; one can be made here. */
function QuickReplyListSetting() {
  const t = useTranslations('lineTabs');
  const words = useFieldWords();
  const me = useMe();
  const trpc = useTRPC();
  const cache = useQueryClient();
  const { line } = useLine();
  const { value, set, readOnly } = useSetting<string | null>('autoActions.quickRepliesId');
  const { data: lists } = useQuery(trpc.quickReplies.lists.queryOptions({}));
  const create = useMutation(trpc.quickReplies.createList.mutationOptions());
  const known = new Map(lists?.map((list) => [list.listId, list]));
  const ids = value === null || known.has(value) ? [...known.keys()] : [...known.keys(), value];
  const chosen = value === null ? undefined : known.get(value);
  const make = async () => {
    try {
      const made = await create.mutateAsync({ name: line.name });
      if (!made.created) return say('refused', t('lists.many'));
      await cache.invalidateQueries({ queryKey: trpc.quickReplies.pathKey() });
      set(made.listId);
    } catch (error) {
      const [problem] = Object.values(fieldsOf(error));
      say('refused', words(problem) ?? t('lists.failed'));
    }
  };
  return (
    <div className="flex flex-col gap-3">
      <SelectSetting
        path="autoActions.quickRepliesId"
        values={ids}
        words={(listId) => known.get(listId)?.name ?? (lists === undefined ? '…' : t('lists.removed'))}
        none={t('noList')}
      />
      <div className="flex flex-wrap items-center gap-2">
        {chosen !== undefined && (
          <Link href={`/quick-replies?list=${chosen.listId}`} className={buttonLook({ size: 'sm' })}>
            {t('lists.open', { count: chosen.replies })}
          </Link>
        )}
        {!readOnly && may(me, 'quickReplies', { author: null }) && (
          <Button
            size="sm"
            look={chosen === undefined ? 'plain' : 'quiet'}
            busy={create.isPending}
            onClick={() => void make()}
          >
            <Plus /> {t('lists.make')}
          </Button>
        )}
      </div>
    </div>
  );
}
