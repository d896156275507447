import { createTranslator } from 'next-intl';

import { en } from '../../messages/en.ts';
import type { Language } from '../../messages/language.ts';
import { ru } from '../../messages/ru.ts';
import type { DepartmentRow, Employee } from '../../rpc/shapes.ts';
import type { Words } from './sentences.ts';
import { treeOf } from './tree.ts';
import { wordsOf } from './words-of.ts';

/** What tells a line's settings in this language, whatever the reader's own is. */
export function wordsIn(
  language: Language,
  { people, departments, lineName }: { people: Employee[]; departments: DepartmentRow[]; lineName: string },
): Words {
  const messages = language === 'ru' ? ru : en;
  const translator = { locale: language, messages };
  const t = createTranslator({ ...translator, namespace: 'howItWorks' });
  const times = createTranslator({ ...translator, namespace: 'times' });
  const tabs = createTranslator({ ...translator, namespace: 'lineTabs' });
  const unknown = createTranslator({ ...translator, namespace: 'queue' });
  return wordsOf(
    language,
    { t: t as Words['t'], times, tabs, unknown: unknown('members.unknown') },
    {
      people,
      tree: treeOf(departments),
      departmentNames: new Map(departments.map((one) => [one.departmentId, one.name])),
      lineName,
    },
  );
}
