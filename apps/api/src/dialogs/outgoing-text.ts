import { splitText, type ChannelKind } from '@switchboard/channels/channel';
import { capabilities as telegram } from '@switchboard/channels/telegram';
import type { QueueSettings } from '@switchboard/domain/queue';

import type { RuleEmployee } from './rules.ts';

/** What clients see of an operator on a line whose setting is this (product §3.1, Operator data). */
export function shownOperator(
  queue: QueueSettings | undefined,
  employee: Pick<RuleEmployee, 'employeeId' | 'name' | 'surname' | 'position' | 'photo'>,
): { name: string; position: string; photo: string } {
  const profile = {
    name: [employee.name, employee.surname].filter(Boolean).join(' '),
    position: employee.position,
    photo: employee.photo ?? '',
  };
  if (queue?.operatorData === 'hidden') return queue.hidden;
  if (queue?.operatorData !== 'replaced') return profile;
  const own = queue.replaced[employee.employeeId];
  return {
    name: own?.name || profile.name,
    position: own?.position || profile.position,
    photo: own?.photo || profile.photo,
  };
}

/**
 * An operator's answer as the provider takes it: cut to its length, and where the channel shows no sender, the first
 * message of a burst begins with the name. `speaker` is null within a burst.
 */
export function outgoingText(
  kind: ChannelKind,
  text: string,
  queue: QueueSettings | undefined,
  speaker: RuleEmployee | null | undefined,
): string[] {
  if (kind !== 'telegram') return [text];
  const name = speaker && queue?.nameInText && !telegram.showsSender ? shownOperator(queue, speaker).name : '';
  return splitText(name ? `${name}:\n${text}` : text, telegram.textLength);
}
