import { z } from 'zod';

import { actions, actionsOfLines, asMeant, reaches, type Action, type Reach, type Reaches } from './rights.ts';

const reach = z.enum(reaches);

/**
 * Reaches as they are stored and as a screen sends them. An action nobody knows is dropped, one that is missing reaches
 * nothing, and a reach that means nothing for its action is the next narrower one that does.
 */
const storedReaches = z
  .record(z.string().max(100), z.unknown())
  .transform((given) =>
    Object.fromEntries(actions.map((action) => [action, read(action, given[action])])),
  ) as unknown as z.ZodType<Reaches, Record<string, unknown>>;

const storedLine = z
  .record(z.string().max(100), z.unknown())
  .transform((given) =>
    Object.fromEntries(
      actionsOfLines.flatMap((action) =>
        reach.safeParse(given[action]).success ? [[action, read(action, given[action])]] : [],
      ),
    ),
  ) as unknown as z.ZodType<Partial<Reaches>, Record<string, unknown>>;

/** The rights of a role as they are stored. A line without a reach of its own is left out. */
export const roleRights = z.object({
  general: storedReaches,
  lines: z
    .record(z.string().max(100), storedLine)
    .default({})
    .transform((lines) =>
      Object.fromEntries(Object.entries(lines).filter(([, given]) => Object.keys(given).length > 0)),
    ),
});

function read(action: Action, given: unknown): Reach {
  const known = reach.safeParse(given);
  return known.success ? asMeant(action, known.data) : 'none';
}
