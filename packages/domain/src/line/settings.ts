import { z } from 'zod';

import { queueSettings } from '../queue/settings.ts';

/** Every tab of a line's settings in one document. A stored version never changes; facts name the one they followed. */
export const lineSettings = z.object({ queue: queueSettings });
export type LineSettings = z.infer<typeof lineSettings>;

/** The name of a line as employees and clients read it (product §3.9). */
export const lineName = z.string().trim().min(1, 'line.name.empty').max(100, 'line.name.long');

/** What a line starts with: the creator answers, everything else by default. */
export function newLineSettings(creatorId: string): LineSettings {
  return { queue: queueSettings.parse({ members: [{ employeeId: creatorId }] }) };
}
