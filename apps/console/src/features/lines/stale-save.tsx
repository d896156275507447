'use client';

import { GitCompareArrows } from 'lucide-react';
import { useTranslations } from 'next-intl';

import { memberId, type QueueSettings } from '@switchboard/domain/queue';

import type { DepartmentRow, Employee } from '../../rpc/shapes.ts';
import { Button } from '../../ui/button.tsx';
import { fullName } from '../../ui/person.ts';
import { useMinutesInWords } from '../../ui/time.tsx';
import { differences, type QueueKey } from './differences.ts';

type Props = {
  theirs: QueueSettings;
  mine: QueueSettings;
  names: Map<string, Employee>;
  departments: DepartmentRow[];
  onTake: (key: QueueKey) => void;
  onTakeAll: () => void;
};

/** Somebody saved another version meanwhile: both values of every setting that differs. What was typed stays until it is given up. */
export function StaleSave({ theirs, mine, names, departments, onTake, onTakeAll }: Props) {
  const t = useTranslations('queue.stale');
  const value = useValueWords(names, departments);
  const different = differences(theirs, mine);
  return (
    <section role="alert" className="rounded-xl border border-waiting-mark bg-panel">
      <div className="flex flex-wrap items-start justify-between gap-3 p-4 sm:px-5">
        <div className="flex min-w-0 flex-1 basis-64 items-start gap-2.5">
          <GitCompareArrows className="mt-0.5 size-4 shrink-0 text-waiting" aria-hidden />
          <div>
            <h2 className="font-semibold">{t('title')}</h2>
            <p className="text-ink-soft">{different.length === 0 ? t('same') : t('text')}</p>
          </div>
        </div>
        <Button size="sm" onClick={onTakeAll}>
          {t('takeAll')}
        </Button>
      </div>
      {different.length > 0 && (
        <div className="overflow-x-auto border-t border-edge">
          <table className="w-full text-left">
            <thead className="text-xs text-ink-faint">
              <tr className="[&>th]:px-4 [&>th]:py-2 [&>th]:font-medium sm:[&>th:first-child]:pl-5">
                <th scope="col">{t('setting')}</th>
                <th scope="col">{t('theirs')}</th>
                <th scope="col">{t('mine')}</th>
                <th scope="col">
                  <span className="sr-only">{t('choose')}</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {different.map((key) => (
                <tr
                  key={key}
                  className="border-t border-edge align-top [&>td]:px-4 [&>td]:py-2 sm:[&>td:first-child]:pl-5"
                >
                  <td className="font-medium">{t(`name.${key}`)}</td>
                  <td>{value(key, theirs)}</td>
                  <td>{value(key, mine)}</td>
                  <td className="text-right">
                    <Button
                      size="sm"
                      className="whitespace-nowrap"
                      onClick={() => onTake(key)}
                      aria-label={t('takeWhat', { setting: t(`name.${key}`) })}
                    >
                      {t('take')}
                    </Button>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}

function useValueWords(
  names: Map<string, Employee>,
  departments: DepartmentRow[],
): (key: QueueKey, queue: QueueSettings) => string {
  const t = useTranslations('queue');
  const minutes = useMinutesInWords();
  const who = (id: string) => {
    const person = names.get(id);
    if (person !== undefined) return fullName(person);
    return departments.find((one) => one.departmentId === id)?.name ?? t('members.unknown');
  };
  return (key, queue) => {
    switch (key) {
      case 'members':
        return queue.members.map((member) => who(memberId(member))).join(', ') || '—';
      case 'distribution':
        return t(`distribution.${queue.distribution}`);
      case 'offerMinutes':
        return Number.isNaN(queue.offerMinutes) ? '—' : minutes(queue.offerMinutes);
      case 'checkAvailability':
      case 'nameInText':
        return queue[key] ? t('on') : t('off');
      case 'limit':
        return queue.limit === null ? t('off') : Number.isNaN(queue.limit) ? '—' : String(queue.limit);
      case 'notCounted':
        return t(`notCounted.${queue.notCounted}`);
      case 'operatorData':
        return t(`operatorData.${queue.operatorData}`);
      case 'replaced':
        return (
          Object.entries(queue.replaced)
            .filter(([, shown]) => shown.name !== '' || shown.position !== '' || shown.photo !== '')
            .map(([id, shown]) => `${who(id)}: ${[shown.name, shown.position, shown.photo].filter(Boolean).join(', ')}`)
            .join('; ') || '—'
        );
      case 'hidden':
        return [queue.hidden.name, queue.hidden.position, queue.hidden.photo].filter(Boolean).join(', ') || '—';
    }
  };
}
