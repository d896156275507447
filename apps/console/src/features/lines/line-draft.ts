import {
  cardOf,
  isSame,
  lineCards,
  tabOf,
  tabsToSave,
  valueAt,
  withChanges,
  type LineCard,
  type LineChanges,
  type LinePath,
  type LineSettings,
} from '@switchboard/domain/line';

/** What was typed into one card and not saved, with the version it was begun from and that version's values. */
export type CardDraft = {
  version: number;
  base: LineChanges;
  changes: LineChanges;
  /** What the server refused, by field; goes with the next change. */
  refused: Record<string, string>;
};
export type LineDraft = Readonly<Partial<Record<LineCard, CardDraft>>>;

/** The settings of a line as a page reads them: what is in force, and its version. */
export type InForce = { version: number; settings: LineSettings };

const noDraft: LineDraft = {};

/** What is typed into a setting; typing what is in force takes the change back. */
export function typed(draft: LineDraft, inForce: InForce, path: LinePath, value: unknown): LineDraft {
  const card = cardOf(path);
  const own = draft[card] ?? begun(inForce, card);
  const { [path]: _former, ...others } = own.changes;
  const changes = isSame(value, own.base[path]) ? others : { ...others, [path]: value };
  return withCard(draft, card, { ...own, changes, refused: {} });
}

/** Without what was typed into these settings. */
export function takenBack(draft: LineDraft, paths: readonly LinePath[]): LineDraft {
  let left = draft;
  for (const path of paths) {
    const own = left[cardOf(path)];
    if (own === undefined) continue;
    const { [path]: _former, ...changes } = own.changes;
    left = withCard(left, cardOf(path), { ...own, changes, refused: {} });
  }
  return left;
}

/** The draft goes on from the newest version: what somebody else saved meanwhile is known to the reader. */
export function rebased(draft: LineDraft, inForce: InForce, card: LineCard): LineDraft {
  const own = draft[card];
  if (own === undefined) return draft;
  const fresh = begun(inForce, card);
  const changes = Object.fromEntries(
    Object.entries(own.changes).filter(([path, value]) => !isSame(value, fresh.base[path as LinePath])),
  );
  return withCard(draft, card, { ...fresh, changes });
}

/**
 * The draft after some settings of a card were saved: what was saved is typed no more, and what was typed meanwhile, or
 * beside it, stays. A conflict that is shown is not settled by saving something else.
 */
export function afterSave(draft: LineDraft, card: LineCard, saved: LineChanges, inForce: InForce): LineDraft {
  const own = draft[card];
  if (own === undefined) return draft;
  const fresh = begun(inForce, card);
  const changes = Object.fromEntries(
    Object.entries(own.changes).filter(
      ([path, value]) =>
        !(path in saved && isSame(value, saved[path as LinePath])) && !isSame(value, fresh.base[path as LinePath]),
    ),
  );
  const conflicts = lineCards[card].some((path) => !(path in saved) && !isSame(own.base[path], fresh.base[path]));
  const kept = Object.fromEntries(
    lineCards[card].map((path) => [path, path in saved ? fresh.base[path] : own.base[path]]),
  );
  return withCard(draft, card, conflicts ? { ...own, base: kept, changes, refused: {} } : { ...fresh, changes });
}

/** What the server said of a card's fields. What was typed beside that which was sent, or since, it has not seen. */
export function refusedAt(
  draft: LineDraft,
  card: LineCard,
  sent: LineChanges,
  refused: Record<string, string>,
): LineDraft {
  const own = draft[card];
  if (own === undefined) return draft;
  const unseen = changedPaths(draft, card).filter((path) => !(path in sent && isSame(own.changes[path], sent[path])));
  const seen = Object.entries(refused).filter(
    ([field]) => !unseen.some((path) => field === path || field.startsWith(`${path}.`)),
  );
  return { ...draft, [card]: { ...own, refused: Object.fromEntries(seen) } };
}

/** The settings as they would be with everything that is typed. */
export function drafted(draft: LineDraft, settings: LineSettings): LineSettings {
  return withChanges(settings, Object.assign({}, ...Object.values(draft).map((own) => own.changes)) as LineChanges);
}

/** The settings of a card that somebody else has changed since its draft was begun. */
export function changedByOthers(draft: LineDraft, inForce: InForce, card: LineCard): LinePath[] {
  const own = draft[card];
  if (own === undefined || own.version >= inForce.version) return [];
  return lineCards[card].filter((path) => !isSame(own.base[path], valueAt(inForce.settings, path)));
}

/** What is wrong with what is typed into a card, by field: by the schemas that guard saving, and what the server said. */
export function problemsOf(draft: LineDraft, settings: LineSettings, card: LineCard): Record<string, string> {
  const own = draft[card];
  if (own === undefined) return {};
  const tab = tabOf(card);
  const paths: readonly string[] = lineCards[card];
  const read = tabsToSave[tab].safeParse(drafted({ [card]: own }, settings)[tab]);
  const wrong: Record<string, string> = { ...own.refused };
  for (const issue of read.error?.issues ?? []) {
    const field = [tab, ...issue.path].join('.');
    if (paths.some((path) => field === path || field.startsWith(`${path}.`) || path.startsWith(`${field}.`)))
      wrong[field] = issue.message;
  }
  return wrong;
}

/** What is wrong at a setting or below it, the first of it. */
export function problemAt(problems: Record<string, string>, path: string): string | undefined {
  return problems[path] ?? Object.entries(problems).find(([field]) => field.startsWith(`${path}.`))?.[1];
}

/** The settings of a card that were changed, in its order. */
export function changedPaths(draft: LineDraft, card: LineCard): LinePath[] {
  const changes = draft[card]?.changes ?? {};
  return lineCards[card].filter((path) => path in changes);
}

/** Something is typed and not saved. */
export function isDirty(draft: LineDraft): boolean {
  return Object.values(draft).some((own) => Object.keys(own.changes).length > 0);
}

function begun({ version, settings }: InForce, card: LineCard): CardDraft {
  const base = Object.fromEntries(lineCards[card].map((path) => [path, valueAt(settings, path)]));
  return { version, base, changes: {}, refused: {} };
}

function withCard(draft: LineDraft, card: LineCard, own: CardDraft): LineDraft {
  if (Object.keys(own.changes).length > 0) return { ...draft, [card]: own };
  const { [card]: _former, ...others } = draft;
  return others;
}

// What was typed and left is there again when the line is opened again, until the page is loaded anew.
let drafts: ReadonlyMap<string, LineDraft> = new Map();
const watchers = new Set<() => void>();

/** What is typed into a line's settings, wherever in the console it is asked. */
export function draftOf(lineId: string): LineDraft {
  return drafts.get(lineId) ?? noDraft;
}

/** Changes what is typed into a line's settings. */
export function changeDraft(lineId: string, change: (draft: LineDraft) => LineDraft): void {
  const next = new Map(drafts);
  const draft = change(draftOf(lineId));
  if (Object.keys(draft).length > 0) next.set(lineId, draft);
  else next.delete(lineId);
  drafts = next;
  for (const watch of watchers) watch();
}

/** Tells of every change of what is typed, until it is called off. */
export function watchDrafts(watch: () => void): () => void {
  watchers.add(watch);
  return () => watchers.delete(watch);
}
