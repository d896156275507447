import { z } from 'zod';

import { agreementSettings, agreementToSave } from '../agreement/index.ts';
import { autoActionsSettings, autoActionsToSave } from '../auto-actions/index.ts';
import { botSettings, botToSave } from '../bot/index.ts';
import { clientEmailSettings } from '../client-emails/index.ts';
import { crmSettings } from '../crm/index.ts';
import { hoursSettings } from '../hours/index.ts';
import { kpiSettings, kpiToSave } from '../kpi/index.ts';
import { queueSettings } from '../queue/settings.ts';
import { ratingSettings, ratingToSave } from '../rating/index.ts';
import { defaultTexts, type Language } from '../text/index.ts';

/**
 * Every tab of a line's settings in one document. A stored version never changes; facts name the one they followed.
 * A document of before a tab existed is read with that tab's defaults and without its texts.
 */
export const lineSettings = z.object({
  queue: queueSettings,
  hours: hoursSettings.prefault({}),
  crm: crmSettings.prefault({}),
  agreement: agreementSettings.prefault({}),
  autoActions: autoActionsSettings.prefault({}),
  rating: ratingSettings.prefault({}),
  bot: botSettings.prefault({}),
  kpi: kpiSettings.prefault({}),
  clientEmails: clientEmailSettings.prefault({}),
});
export type LineSettings = z.infer<typeof lineSettings>;

/** The name of a line as employees and clients read it (product §3.9). */
export const lineName = z.string().trim().min(1, 'line.name.empty').max(100, 'line.name.long');

/**
 * What a line starts with: the creator answers, everything else by default, with every text in `language` and the
 * company's IANA time zone.
 */
export function newLineSettings(creatorId: string, language: Language = 'en', timeZone = 'UTC'): LineSettings {
  const texts = defaultTexts[language];
  return lineSettings.parse({
    queue: { members: [{ employeeId: creatorId }] },
    hours: { timeZone, outside: { text: texts.outsideHours } },
    autoActions: {
      welcome: { text: texts.welcome },
      unanswered: { text: texts.noAnswer },
      finishing: { text: texts.closing },
      clientSilent: { text: texts.clientSilent },
    },
    rating: texts.rating,
    kpi: { first: { text: texts.kpi.first }, further: { text: texts.kpi.further } },
  });
}

/**
 * Every tab as it is saved: stricter than what is read back, because a text that would be sent and is
 * empty, or somebody to be told who is nobody, is refused at its field.
 */
export const tabsToSave = {
  queue: queueSettings,
  hours: hoursSettings,
  crm: crmSettings,
  agreement: agreementToSave,
  autoActions: autoActionsToSave,
  rating: ratingToSave,
  bot: botToSave,
  kpi: kpiToSave,
  clientEmails: clientEmailSettings,
};
/** The name of a tab. */
export type Tab = keyof typeof tabsToSave;

/** What is wrong and where: `path` joins the names of the fields by dots, as in `autoActions.welcome.text`. */
export type Contradiction = { path: string; message: string };

/**
 * What in these settings cannot be meant and is refused when any tab is saved (product §8, line doctor): a text to
 * be sent that is empty, a consent to no agreement, a bot that is nobody, a notice to nobody. Empty where all is
 * well. What is only unwise is not told here.
 */
export function lineContradictions(settings: LineSettings): Contradiction[] {
  return Object.entries(tabsToSave).flatMap(([tab, schema]) =>
    (schema.safeParse(settings[tab as Tab]).error?.issues ?? []).map((issue) => ({
      path: [tab, ...issue.path].join('.'),
      message: issue.message,
    })),
  );
}
