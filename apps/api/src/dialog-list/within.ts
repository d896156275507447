import type { Actor } from '@switchboard/domain/access';
import { scopeOf } from '@switchboard/domain/statistics';

/** What a list is narrowed to beside its filter: the dialogs of these departments, and nobody's of these lines. */
export type Within = { operators?: string[]; departments?: string[]; nobodys?: string[] };

/** What somebody's right to statistics reaches, as a list is narrowed to it. */
export function withinOf(viewer: Actor, ownDepartments: ReadonlySet<string> | null): Within {
  const { operators, departments, nobodys } = scopeOf(viewer, ownDepartments, {}, () => []);
  return {
    ...(operators === null ? {} : { operators }),
    ...(departments === null ? {} : { departments, nobodys }),
  };
}
