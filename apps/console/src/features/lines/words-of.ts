import type { LineCard } from '@switchboard/domain/line';
import { peopleOf, type Department } from '@switchboard/domain/people';

import type { Employee } from '../../rpc/shapes.ts';
import { minutesInWords } from '../../ui/minutes.ts';
import { fullName } from '../../ui/person.ts';
import { weekInWords } from '../../ui/week-words.ts';
import type { Words } from './sentences.ts';

type Translators = {
  t: Words['t'];
  times: (key: 'daysLong' | 'hoursLong' | 'minutesLong', values: { n: number }) => string;
  tabs: ((key: 'seconds' | 'days', values: { n: number }) => string) &
    ((key: 'none' | `card.${LineCard}.title`) => string);
  unknown: string;
};

/** What tells a line's settings, by the translators at hand. */
export function wordsOf(
  language: string,
  { t, times, tabs, unknown }: Translators,
  named: { people: Employee[]; tree: Department[]; departmentNames: Map<string, string>; lineName: string },
): Words {
  const list = new Intl.ListFormat(language, { type: 'conjunction' });
  const minutes = (value: number) => minutesInWords(times, value);
  return {
    t,
    minutes,
    seconds: (value) => (value % 60 === 0 ? minutes(value / 60) : tabs('seconds', { n: value })),
    days: (value) => tabs('days', { n: value }),
    list: (texts) => list.format(texts),
    who: (id) => {
      const person = named.people.find((one) => one.employeeId === id);
      if (person !== undefined) return fullName(person);
      const name = named.departmentNames.get(id);
      return name === undefined ? unknown : t('queue.department', { name, count: peopleOf(id, named.tree).length });
    },
    week: (week) => weekInWords(week, language, tabs('none')),
    lineName: named.lineName,
    cardTitle: (card) => tabs(`card.${card}.title`),
  };
}
