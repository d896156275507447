'use client';

import { useFormatter, useLocale, useTranslations } from 'next-intl';

import { valueAt, type LinePath, type LineSettings } from '@switchboard/domain/line';
import { memberId } from '@switchboard/domain/queue';

import type { DepartmentRow, Employee, QuickReplyList } from '../rpc/shapes.ts';
import { fullName } from './person.ts';
import { useMinutesInWords } from './time.tsx';
import { weekInWords } from './week-words.ts';

/** Whoever a setting may name: to tell an id as a name. */
export type Named = {
  people: readonly Employee[];
  departments: readonly DepartmentRow[];
  lists: readonly QuickReplyList[];
  agreements: readonly { agreementId: string; name: string }[];
  pipelines: readonly { pipelineId: string; name: string }[];
};

/** A line's settings in words: the name of each, and a value of it as a reader sees it. */
export function useSettingWords({ people, departments, lists, agreements, pipelines }: Named) {
  const t = useTranslations('lineTabs');
  const queue = useTranslations('queue.members');
  const format = useFormatter();
  const minutes = useMinutesInWords();
  const locale = useLocale();

  const who = (id: string): string => {
    const person = people.find((one) => one.employeeId === id);
    if (person !== undefined) return fullName(person);
    return departments.find((one) => one.departmentId === id)?.name ?? queue('unknown');
  };
  const shown = ({ name, position, photo }: { name: string; position: string; photo: string }) =>
    [name, position, photo].filter(Boolean).join(', ');
  const time = (value: number | null, none: string) =>
    value === null ? none : Number.isNaN(value) ? '—' : minutes(value);

  const name = (path: LinePath): string => t(`name.${path}`);
  const value = (path: LinePath, settings: LineSettings): string => {
    const { queue, crm, hours, agreement, autoActions, rating, bot, kpi, clientEmails } = settings;
    switch (path) {
      case 'queue.members':
        return queue.members.map((member) => who(memberId(member))).join(', ') || '—';
      case 'queue.distribution':
        return t(`choice.queue.distribution.${queue.distribution}`);
      case 'queue.offerMinutes':
        return time(queue.offerMinutes, '—');
      case 'queue.limit':
        return queue.limit === null ? t('off') : Number.isNaN(queue.limit) ? '—' : format.number(queue.limit);
      case 'queue.notCounted':
        return t(`choice.queue.notCounted.${queue.notCounted}`);
      case 'queue.operatorData':
        return t(`choice.queue.operatorData.${queue.operatorData}`);
      case 'queue.replaced':
        return (
          Object.entries(queue.replaced)
            .filter(([, data]) => shown(data) !== '')
            .map(([id, data]) => `${who(id)}: ${shown(data)}`)
            .join('; ') || '—'
        );
      case 'queue.hidden':
        return shown(queue.hidden) || '—';
      case 'crm.notFound':
        return t(`choice.crm.notFound.${crm.notFound}`);
      case 'crm.openDeal':
        return t(`choice.crm.openDeal.${crm.openDeal}`);
      case 'crm.pipelineId':
        if (crm.pipelineId === null) return t('noPipelines');
        return pipelines.find((one) => one.pipelineId === crm.pipelineId)?.name ?? t('pipelineGone');
      case 'crm.source':
        return crm.source ?? t('firstSource');
      case 'crm.giveUpMinutes':
        return time(crm.giveUpMinutes, t('never'));
      case 'hours.timeZone':
        return hours.timeZone;
      case 'hours.week':
        return weekInWords(hours.week, locale, t('none'));
      case 'hours.exceptions':
        return t('exceptionCount', { count: hours.exceptions.length });
      case 'hours.outside.then':
        return t(`choice.hours.outside.then.${hours.outside.then}`);
      case 'autoActions.welcome.when':
        return t(`choice.autoActions.welcome.when.${autoActions.welcome.when}`);
      case 'autoActions.unanswered.minutes':
        return time(autoActions.unanswered.minutes, '—');
      case 'autoActions.unanswered.then':
        return t(`choice.autoActions.unanswered.then.${autoActions.unanswered.then}`);
      case 'autoActions.finishing.then':
        return t(`choice.autoActions.finishing.then.${autoActions.finishing.then}`);
      case 'autoActions.fullClosingMinutes':
        return autoActions.fullClosingMinutes === 0 ? t('atOnce') : minutes(autoActions.fullClosingMinutes);
      case 'autoActions.clientSilent.hours':
        return autoActions.clientSilent.hours === null ? t('off') : minutes(autoActions.clientSilent.hours * 60);
      case 'autoActions.clientSilent.then':
        return t(`choice.autoActions.clientSilent.then.${autoActions.clientSilent.then}`);
      case 'autoActions.quickRepliesId':
        if (autoActions.quickRepliesId === null) return t('noList');
        return lists.find((list) => list.listId === autoActions.quickRepliesId)?.name ?? t('lists.removed');
      case 'agreement.agreementId':
        if (agreement.agreementId === null) return t('noAgreements');
        return agreements.find((one) => one.agreementId === agreement.agreementId)?.name ?? t('agreements.removed');
      case 'rating.limitDays':
        return rating.limitDays === null ? t('always') : t('days', { n: rating.limitDays });
      case 'bot.when':
        return t(`choice.bot.when.${bot.when}`);
      case 'bot.leaves':
        return t(`choice.bot.leaves.${bot.leaves}`);
      case 'bot.handOverMinutes':
        return time(bot.handOverMinutes, t('never'));
      case 'kpi.first.seconds':
        if (kpi.first.seconds === null || Number.isNaN(kpi.first.seconds)) return t('off');
        return kpi.first.seconds % 60 === 0 ? minutes(kpi.first.seconds / 60) : t('seconds', { n: kpi.first.seconds });
      case 'kpi.further.minutes':
        return time(kpi.further.minutes, t('off'));
      case 'kpi.first.whom':
        return kpi.first.whom.map(who).join(', ') || '—';
      case 'kpi.further.whom':
        return kpi.further.whom.map(who).join(', ') || '—';
      case 'clientEmails.language':
        return t(`language.${clientEmails.language ?? 'company'}`);
      default: {
        const plain = valueAt(settings, path);
        if (typeof plain === 'boolean') return plain ? t('on') : t('off');
        return typeof plain === 'string' && plain !== '' ? plain : t('none');
      }
    }
  };
  return { name, value, who };
}
