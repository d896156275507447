import { Injectable } from '@nestjs/common';
import { Database, sql, type CompanyDb, type Turn } from '@switchboard/db';
import { may, mayAnywhere, reachOf } from '@switchboard/domain/access';
import { lineSettings } from '@switchboard/domain/line';
import {
  folded,
  importPlan,
  mostLists,
  mostReplies,
  mostSections,
  withMoved,
  type ImportPlan,
  type ReplyWords,
} from '@switchboard/domain/quick-replies';
import type { Language } from '@switchboard/domain/text';
import { TRPCError } from '@trpc/server';

import { Changes, NotMade } from '../company/changes.ts';
import { shownOperator } from '../dialogs/outgoing-text.ts';
import { FieldError, type Viewer } from '../rpc/trpc.ts';
import { readCsv, writeCsv } from './csv.ts';
import {
  mostCsv,
  type ImportPreview,
  type LineReplies,
  type ListRow,
  type ListView,
  type ReplyRow,
  type SectionRow,
} from './quick-reply.shapes.ts';

const reply = `r.reply_id as "replyId", r.list_id as "listId", r.section_id as "sectionId", r.name, r.text, r.version,
     r.created_by as "createdBy", r.saved_by as "savedBy", r.saved_at as "savedAt", r.used, r.used_at as "usedAt"`;
const readLists = sql(
  'quick-reply-lists',
  `select l.list_id as "listId", l.name, count(r.reply_id)::int as replies, coalesce(sum(r.used), 0)::int as used
   from quick_reply_list l left join quick_reply r on r.company_id = $1 and r.list_id = l.list_id and r.removed_at is null
   where l.company_id = $1 and l.removed_at is null and ($2::uuid is null or l.list_id = $2)
   group by l.list_id, l.name order by lower(l.name), l.list_id limit 200`,
);
const readSections = sql(
  'quick-reply-sections',
  `select section_id as "sectionId", name from quick_reply_section
   where company_id = $1 and list_id = $2 and removed_at is null order by place, section_id`,
);
const readReplies = sql(
  'quick-replies-of-list',
  `select ${reply} from quick_reply r where r.company_id = $1 and r.list_id = $2 and r.removed_at is null order by r.place, r.reply_id`,
);
const readReply = sql(
  'quick-reply',
  `select ${reply} from quick_reply r join quick_reply_list l on l.company_id = $1 and l.list_id = r.list_id and l.removed_at is null
   where r.company_id = $1 and r.reply_id = $2 and (r.removed_at is not null) = $3`,
);
const linesWithLists = sql(
  'lines-with-quick-replies',
  `select l.line_id as "lineId", l.name, s.settings->'autoActions'->>'quickRepliesId' as "listId"
   from line l join line_settings s on s.company_id = l.company_id and s.line_id = l.line_id and s.version = l.version
   where l.company_id = $1 and l.deleted_at is null and s.settings->'autoActions'->>'quickRepliesId' is not null
   order by l.created_at, l.line_id limit 500`,
);
const servedLines = sql(
  'lines-served-now',
  `select distinct line_id as "lineId" from dialog
   where company_id = $1 and closed_at is null and (operator_id = $2 or joined @> array[$2]) limit 500`,
);
const readLine = sql(
  'line-for-quick-replies',
  `select l.name as line, s.settings, c.name as company, c.language, c.time_zone as "timeZone",
     e.name, e.surname, e.position, e.photo
   from line l join line_settings s on s.company_id = l.company_id and s.line_id = l.line_id and s.version = l.version
     join company c on c.company_id = l.company_id join employee e on e.company_id = l.company_id and e.employee_id = $3
   where l.company_id = $1 and l.line_id = $2 and l.deleted_at is null`,
);

const addList = sql(
  'add-quick-reply-list',
  'insert into quick_reply_list (company_id, list_id, name, created_by, created_at) values ($1, $2, $3, $4, $5)',
);
const nameList = sql(
  'name-quick-reply-list',
  'update quick_reply_list set name = $3 where company_id = $1 and list_id = $2',
);
const putListAway = sql(
  'remove-quick-reply-list',
  `update quick_reply_list set removed_at = $3 where company_id = $1 and list_id = $2 and (removed_at is null) = ($3::timestamptz is not null)
   returning name`,
);
const addSection = sql(
  'add-quick-reply-section',
  `insert into quick_reply_section (company_id, list_id, section_id, name, place, created_at)
   select $1, $2, s.id, s.name, s.position + coalesce((select max(place) from quick_reply_section where company_id = $1 and list_id = $2), 0), $5
   from unnest($3::uuid[], $4::text[]) with ordinality as s(id, name, position)`,
);
const readSection = sql(
  'quick-reply-section',
  `select s.list_id as "listId", s.name, s.removed_at as "removedAt" from quick_reply_section s
   join quick_reply_list l on l.company_id = $1 and l.list_id = s.list_id and l.removed_at is null
   where s.company_id = $1 and s.section_id = $2 and (s.removed_at is not null) = $3`,
);
const nameSection = sql(
  'name-quick-reply-section',
  'update quick_reply_section set name = $3 where company_id = $1 and section_id = $2',
);
const orderSections = sql(
  'order-quick-reply-sections',
  `update quick_reply_section s set place = o.position from unnest($2::uuid[]) with ordinality as o(id, position)
   where s.company_id = $1 and s.section_id = o.id`,
);
const putSectionAway = sql(
  'remove-quick-reply-section',
  `with away as (update quick_reply set removed_at = $3 where company_id = $1 and section_id = $2 and removed_at is null)
   update quick_reply_section set removed_at = $3 where company_id = $1 and section_id = $2`,
);
const bringSectionBack = sql(
  'restore-quick-reply-section',
  `with back as (
     update quick_reply set removed_at = null where company_id = $1 and section_id = $2 and removed_at = $3),
   again as (
     update quick_reply set section_id = $2 where company_id = $1 and reply_id = any($4::uuid[]) and list_id = $5 and removed_at is null)
   update quick_reply_section set removed_at = null where company_id = $1 and section_id = $2`,
);
const countAway = sql(
  'count-removed-quick-replies',
  'select count(*)::int as count from quick_reply where company_id = $1 and section_id = $2 and removed_at = $3',
);
const addReplies = sql(
  'add-quick-replies',
  `insert into quick_reply (company_id, list_id, reply_id, section_id, name, text, place, created_by, created_at, saved_by, saved_at)
   select $1, $2, r.id, r.section, r.name, r.text,
     r.position + coalesce((select max(place) from quick_reply where company_id = $1 and list_id = $2), 0), $7, $8, $7, $8
   from unnest($3::uuid[], $4::uuid[], $5::text[], $6::text[]) with ordinality as r(id, section, name, text, position)`,
);
const saveReplies = sql(
  'save-quick-replies',
  `update quick_reply q set name = r.name, text = r.text, version = q.version + 1, saved_by = $5, saved_at = $6
   from unnest($2::uuid[], $3::text[], $4::text[]) as r(id, name, text)
   where q.company_id = $1 and q.reply_id = r.id`,
);
// What is put into another section is another version: whoever edits it is told.
const placeReplies = sql(
  'place-quick-replies',
  `update quick_reply q set place = o.position, section_id = $3,
     version = q.version + case when q.section_id is distinct from $3 then 1 else 0 end
   from unnest($2::uuid[]) with ordinality as o(id, position) where q.company_id = $1 and q.reply_id = o.id`,
);
const putReplyAway = sql(
  'remove-quick-reply',
  `update quick_reply set removed_at = $3,
     section_id = (select section_id from quick_reply_section s where s.company_id = $1 and s.section_id = quick_reply.section_id and s.removed_at is null)
   where company_id = $1 and reply_id = $2`,
);
// A message is known by its id, and only its author's first word on it counts.
const countUse = sql(
  'count-quick-reply-use',
  `with sent as (
     select message_id, at from message where company_id = $1 and message_id = $3 and employee_id = $4 and "from" = 'operator'
       and at > now() - interval '1 day'),
   used as (
     insert into quick_reply_use (company_id, message_id, reply_id, at)
     select $1, message_id, $2, at from sent on conflict (company_id, message_id) do nothing returning at)
   update quick_reply r set used = r.used + 1, used_at = greatest(r.used_at, used.at) from used
   where r.company_id = $1 and r.reply_id = $2 returning 1 as one`,
);
const wasCounted = sql(
  'quick-reply-use-counted',
  'select 1 as one from quick_reply_use where company_id = $1 and message_id = $2 and reply_id = $3',
);

type ListHead = Omit<ListRow, 'lines'>;
type LineOfList = { lineId: string; name: string; listId: string };

/** Prepared answers in lists, which lines share. */
@Injectable()
export class QuickRepliesService {
  constructor(
    private readonly db: Database,
    private readonly changes: Changes,
  ) {}

  /** The lists he reads: those of lines he may answer in, or all where he arranges them or chooses them for lines. */
  async lists(viewer: Viewer): Promise<ListRow[]> {
    return this.db.inCompany(viewer.companyId, async (db) => {
      const [lists, lines, reads] = await Promise.all([
        db.run<ListHead>(readLists, [viewer.companyId, null]),
        db.run<LineOfList>(linesWithLists, [viewer.companyId]),
        readableIn(db, viewer),
      ]);
      return lists
        .filter(({ listId }) => reads(listId))
        .map((list) => ({ ...list, lines: linesOf(viewer, lines, list) }));
    });
  }

  /** A list with all that is in it; null where there is none that he reads. */
  async get(viewer: Viewer, listId: string): Promise<ListView | null> {
    return this.db.inCompany(viewer.companyId, (db) => viewOf(db, viewer, listId));
  }

  /** What a line offers whoever answers in it; null for those who do not. */
  async ofLine(viewer: Viewer, lineId: string): Promise<LineReplies | null> {
    const { companyId, employeeId } = viewer;
    return this.db.inCompany(companyId, async (db) => {
      type Found = {
        line: string;
        settings: unknown;
        company: string;
        language: Language;
        timeZone: string;
        name: string;
        surname: string;
        position: string;
        photo: string | null;
      };
      const [line] = await db.run<Found>(readLine, [companyId, lineId, employeeId]);
      if (!line || !(arranges(viewer) || (await answersIn(db, viewer))(lineId))) return null;
      const { queue, autoActions } = lineSettings.parse(line.settings);
      const { name, surname, position, photo } = line;
      const values = {
        operator: shownOperator(queue, { employeeId, name, surname, position, photo }).name,
        line: line.line,
        company: line.company,
        language: line.language,
        timeZone: line.timeZone,
      };
      const listId = autoActions.quickRepliesId;
      const [head] = listId === null ? [] : await db.run<ListHead>(readLists, [companyId, listId]);
      return { list: head ? { ...head, ...(await contentOf(db, head.listId)) } : null, values };
    });
  }

  async createList(viewer: Viewer, name: string) {
    type Answer = { created: true; listId: string } | { created: false; because: 'too-many' };
    mayArrange(viewer);
    return this.changes.make<Answer>(viewer.companyId, 'quickReplies', async (turn, _again, audit) => {
      const lists = await turn.run<ListHead>(readLists, [turn.companyId, null]);
      checkName(lists, name, null, 'list');
      if (lists.length >= mostLists) return new NotMade({ created: false, because: 'too-many' });
      const listId = turn.id();
      await turn.run(addList, [turn.companyId, listId, name, viewer.employeeId, new Date(turn.now)]);
      await audit(viewer, 'quick-replies.list-created', of(listId));
      return { created: true, listId };
    });
  }

  async renameList(viewer: Viewer, listId: string, name: string): Promise<void> {
    mayArrange(viewer);
    await this.changes.make(viewer.companyId, 'quickReplies', async (turn, _again, audit) => {
      await listIn(turn, listId);
      checkName(await turn.run<ListHead>(readLists, [turn.companyId, null]), name, listId, 'list');
      await turn.run(nameList, [turn.companyId, listId, name]);
      await audit(viewer, 'quick-replies.list-renamed', of(listId));
    });
  }

  /** Takes a list away with all that is in it. Lines that chose it offer nothing until it is back or another is chosen. */
  async removeList(viewer: Viewer, listId: string): Promise<void> {
    mayArrange(viewer);
    await this.changes.make(viewer.companyId, 'quickReplies', async (turn, _again, audit) => {
      await listIn(turn, listId);
      await turn.run(putListAway, [turn.companyId, listId, new Date(turn.now)]);
      await audit(viewer, 'quick-replies.list-removed', of(listId));
    });
  }

  async restoreList(viewer: Viewer, listId: string) {
    type Answer = { restored: true } | { restored: false; because: 'too-many' | 'name-taken' };
    mayArrange(viewer);
    return this.changes.make<Answer>(viewer.companyId, 'quickReplies', async (turn, _again, audit) => {
      const others = await turn.run<ListHead>(readLists, [turn.companyId, null]);
      if (others.some((list) => list.listId === listId)) return new NotMade({ restored: true });
      if (others.length >= mostLists) return new NotMade({ restored: false, because: 'too-many' });
      const [back] = await turn.run<{ name: string }>(putListAway, [turn.companyId, listId, null]);
      if (!back) throw nothingThere('list');
      if (others.some(({ name }) => folded(name) === folded(back.name))) {
        await turn.run(putListAway, [turn.companyId, listId, new Date(turn.now)]);
        return new NotMade({ restored: false, because: 'name-taken' });
      }
      await audit(viewer, 'quick-replies.list-restored', of(listId));
      return { restored: true };
    });
  }

  async createSection(viewer: Viewer, listId: string, name: string) {
    type Answer = { created: true; section: SectionRow } | { created: false; because: 'too-many' };
    mayArrange(viewer);
    return this.changes.make<Answer>(viewer.companyId, 'quickReplies', async (turn, _again, audit) => {
      await listIn(turn, listId);
      const sections = await turn.run<SectionRow>(readSections, [turn.companyId, listId]);
      checkName(sections, name, null, 'section');
      if (sections.length >= mostSections) return new NotMade({ created: false, because: 'too-many' });
      const sectionId = turn.id();
      await turn.run(addSection, [turn.companyId, listId, [sectionId], [name], new Date(turn.now)]);
      await audit(viewer, 'quick-replies.section-created', of(listId), { sectionId });
      return { created: true, section: { sectionId, name } };
    });
  }

  async renameSection(viewer: Viewer, sectionId: string, name: string): Promise<void> {
    mayArrange(viewer);
    await this.changes.make(viewer.companyId, 'quickReplies', async (turn, _again, audit) => {
      const { listId } = await sectionIn(turn, sectionId);
      checkName(await turn.run<SectionRow>(readSections, [turn.companyId, listId]), name, sectionId, 'section');
      await turn.run(nameSection, [turn.companyId, sectionId, name]);
      await audit(viewer, 'quick-replies.section-renamed', of(listId), { sectionId });
    });
  }

  /** Puts a section before another of its list, or at the end. */
  async moveSection(viewer: Viewer, sectionId: string, beforeId: string | null): Promise<void> {
    mayArrange(viewer);
    await this.changes.make(viewer.companyId, 'quickReplies', async (turn, _again, audit) => {
      const { listId } = await sectionIn(turn, sectionId);
      const sections = await turn.run<SectionRow>(readSections, [turn.companyId, listId]);
      const ids = sections.map((section) => section.sectionId);
      if (beforeId !== null && !ids.includes(beforeId)) throw nothingThere('section');
      await turn.run(orderSections, [turn.companyId, withMoved(ids, sectionId, beforeId)]);
      await audit(viewer, 'quick-replies.section-moved', of(listId), { sectionId });
    });
  }

  /** Takes a section away; its replies go with it, or to the end of another section, or before all of them. */
  async removeSection(
    viewer: Viewer,
    { sectionId, replies, toSectionId }: { sectionId: string; replies: 'remove' | 'move'; toSectionId: string | null },
  ) {
    mayArrange(viewer);
    return this.changes.make(viewer.companyId, 'quickReplies', async (turn, _again, audit) => {
      const { listId } = await sectionIn(turn, sectionId);
      const content = await contentOf(turn, listId);
      if (toSectionId !== null && (toSectionId === sectionId || !knowsSection(content, toSectionId)))
        throw nothingThere('section');
      const inside = content.replies.filter((one) => one.sectionId === sectionId).map(({ replyId }) => replyId);
      if (replies === 'move' && inside.length > 0) {
        const there = content.replies.filter((one) => one.sectionId === toSectionId).map(({ replyId }) => replyId);
        await turn.run(placeReplies, [turn.companyId, [...there, ...inside], toSectionId]);
      }
      await turn.run(putSectionAway, [turn.companyId, sectionId, new Date(turn.now)]);
      const moved = replies === 'move' ? inside : [];
      const counted = { sectionId, replies: inside.length - moved.length };
      await audit(viewer, 'quick-replies.section-removed', of(listId), counted);
      return { removed: true as const, movedIds: moved };
    });
  }

  /** Brings a section back with the replies that went with it, and those of `replyIds` that were moved out of it. */
  async restoreSection(viewer: Viewer, sectionId: string, replyIds: string[]) {
    type Answer = { restored: true } | { restored: false; because: 'too-many' | 'name-taken' };
    mayArrange(viewer);
    return this.changes.make<Answer>(viewer.companyId, 'quickReplies', async (turn, _again, audit) => {
      const { listId, name, removedAt } = await sectionIn(turn, sectionId, true);
      const content = await contentOf(turn, listId);
      const ids = content.replies.map(({ replyId }) => replyId);
      if (replyIds.some((replyId) => !ids.includes(replyId))) throw nothingThere('reply');
      const at = new Date(removedAt ?? 0);
      const [away] = await turn.run<{ count: number }>(countAway, [turn.companyId, sectionId, at]);
      if (content.sections.length >= mostSections || ids.length + (away?.count ?? 0) > mostReplies)
        return new NotMade({ restored: false, because: 'too-many' });
      if (content.sections.some((one) => folded(one.name) === folded(name)))
        return new NotMade({ restored: false, because: 'name-taken' });
      await turn.run(bringSectionBack, [turn.companyId, sectionId, at, replyIds, listId]);
      await audit(viewer, 'quick-replies.section-restored', of(listId), { sectionId });
      return { restored: true };
    });
  }

  /** One more reply, at the end of its section. */
  async add(
    viewer: Viewer,
    { listId, sectionId, name, text }: ReplyWords & { listId: string; sectionId: string | null },
  ) {
    type Answer = { added: true; reply: ReplyRow } | { added: false; because: 'too-many' };
    return this.changes.make<Answer>(viewer.companyId, 'quickReplies', async (turn, _again, audit) => {
      const content = await readIn(turn, viewer, listId);
      if (!knowsSection(content, sectionId)) throw new FieldError({ sectionId: 'quickReplies.sectionId.unknown' });
      if (content.replies.length >= mostReplies) return new NotMade({ added: false, because: 'too-many' });
      const replyId = turn.id();
      const at = new Date(turn.now);
      const values = [[replyId], [sectionId], [name], [text]];
      await turn.run(addReplies, [turn.companyId, listId, ...values, viewer.employeeId, at]);
      await audit(viewer, 'quick-replies.reply-added', of(listId), { replyId });
      return { added: true, reply: await replyIn(turn, replyId) };
    });
  }

  /** Saves what a reply says and where it stands, unless somebody saved it since `version` was read. */
  async save(
    viewer: Viewer,
    {
      replyId,
      version,
      sectionId,
      name,
      text,
    }: ReplyWords & { replyId: string; version: number; sectionId: string | null },
  ) {
    type Answer = { saved: true; reply: ReplyRow } | { saved: false; because: 'stale'; now: ReplyRow };
    return this.changes.make<Answer>(viewer.companyId, 'quickReplies', async (turn, _again, audit) => {
      const before = await ownIn(turn, viewer, replyId);
      if (before.version !== version) return new NotMade({ saved: false, because: 'stale', now: before });
      const content = await contentOf(turn, before.listId);
      if (!knowsSection(content, sectionId)) throw new FieldError({ sectionId: 'quickReplies.sectionId.unknown' });
      if (before.sectionId === sectionId && before.name === name && before.text === text)
        return new NotMade({ saved: true, reply: before });
      if (before.sectionId !== sectionId) {
        const there = content.replies.filter((one) => one.sectionId === sectionId).map((one) => one.replyId);
        await turn.run(placeReplies, [turn.companyId, [...there, replyId], sectionId]);
      }
      await turn.run(saveReplies, [turn.companyId, [replyId], [name], [text], viewer.employeeId, new Date(turn.now)]);
      await audit(viewer, 'quick-replies.reply-saved', of(before.listId), { replyId });
      return { saved: true, reply: await replyIn(turn, replyId) };
    });
  }

  /** Puts a reply before another of a section of its list, or at the section's end. */
  async move(
    viewer: Viewer,
    { replyId, sectionId, beforeReplyId }: { replyId: string; sectionId: string | null; beforeReplyId: string | null },
  ): Promise<void> {
    await this.changes.make(viewer.companyId, 'quickReplies', async (turn, _again, audit) => {
      const { listId } = await ownIn(turn, viewer, replyId);
      const content = await contentOf(turn, listId);
      if (!knowsSection(content, sectionId)) throw nothingThere('section');
      const ids = content.replies.filter((one) => one.sectionId === sectionId).map((one) => one.replyId);
      if (beforeReplyId !== null && !ids.includes(beforeReplyId)) throw nothingThere('reply');
      await turn.run(placeReplies, [turn.companyId, withMoved(ids, replyId, beforeReplyId), sectionId]);
      await audit(viewer, 'quick-replies.reply-moved', of(listId), { replyId });
    });
  }

  async remove(viewer: Viewer, replyId: string): Promise<void> {
    await this.changes.make(viewer.companyId, 'quickReplies', async (turn, _again, audit) => {
      const { listId } = await ownIn(turn, viewer, replyId);
      await turn.run(putReplyAway, [turn.companyId, replyId, new Date(turn.now)]);
      await audit(viewer, 'quick-replies.reply-removed', of(listId), { replyId });
    });
  }

  /** Brings a reply back to where it stood; where its section is gone, before the sections. */
  async restore(viewer: Viewer, replyId: string) {
    type Answer = { restored: true } | { restored: false; because: 'too-many' };
    return this.changes.make<Answer>(viewer.companyId, 'quickReplies', async (turn, _again, audit) => {
      const { listId } = await ownIn(turn, viewer, replyId, true);
      const { replies } = await contentOf(turn, listId);
      if (replies.length >= mostReplies) return new NotMade({ restored: false, because: 'too-many' });
      await turn.run(putReplyAway, [turn.companyId, replyId, null]);
      await audit(viewer, 'quick-replies.reply-restored', of(listId), { replyId });
      return { restored: true };
    });
  }

  /** A message that was begun from a reply was sent: counted once, for whoever sent it himself within the day. */
  async used(viewer: Viewer, replyId: string, messageId: string): Promise<boolean> {
    return this.db.inCompany(viewer.companyId, async (db) => {
      const [found] = await db.run<ReplyRow>(readReply, [viewer.companyId, replyId, false]);
      if (!found || !(await readableIn(db, viewer))(found.listId)) return false;
      const counted = await db.run(countUse, [viewer.companyId, replyId, messageId, viewer.employeeId]);
      if (counted.length > 0) return true;
      return (await db.run(wasCounted, [viewer.companyId, messageId, replyId])).length > 0;
    });
  }

  /** What taking a file over would do; nothing is saved. */
  async previewImport(viewer: Viewer, listId: string, csv: string): Promise<ImportPreview> {
    mayArrange(viewer);
    return this.db.inCompany(viewer.companyId, async (db) => {
      await listIn(db, listId);
      return previewOf(planOf(csv, await contentOf(db, listId)));
    });
  }

  /** Takes a file over, all of it or nothing: while a line is broken, or where it would do other than was said before. */
  async import(
    viewer: Viewer,
    { listId, csv, expected }: { listId: string; csv: string; expected: { added: number; changed: number } },
  ) {
    type Answer =
      | { imported: true; added: number; changed: number }
      | { imported: false; because: 'broken' | 'stale'; preview: ImportPreview };
    mayArrange(viewer);
    return this.changes.make<Answer>(viewer.companyId, 'quickReplies', async (turn, _again, audit) => {
      await listIn(turn, listId);
      const content = await contentOf(turn, listId);
      const plan = planOf(csv, content);
      const { added, changed } = plan;
      if (plan.broken.length > 0) return new NotMade({ imported: false, because: 'broken', preview: previewOf(plan) });
      if (added.length !== expected.added || changed.length !== expected.changed)
        return new NotMade({ imported: false, because: 'stale', preview: previewOf(plan) });
      if (added.length + changed.length === 0) return new NotMade({ imported: true, added: 0, changed: 0 });
      await takeOver(turn, viewer, listId, content.sections, plan);
      const counts = { added: added.length, changed: changed.length };
      await audit(viewer, 'quick-replies.imported', of(listId), counts);
      return { imported: true, ...counts };
    });
  }

  /** A list as a file; null where there is none that he reads. */
  async export(viewer: Viewer, listId: string): Promise<{ name: string; csv: string } | null> {
    const list = await this.get(viewer, listId);
    if (!list) return null;
    const names = new Map(list.sections.map((section) => [section.sectionId, section.name]));
    const rows = [null, ...names.keys()].flatMap((sectionId) =>
      list.replies
        .filter((one) => one.sectionId === sectionId)
        .map(({ name, text }) => ({ section: sectionId === null ? '' : (names.get(sectionId) ?? ''), name, text })),
    );
    return { name: list.name, csv: writeCsv(rows) };
  }
}

type Content = { sections: SectionRow[]; replies: ReplyRow[] };
type Reader = Pick<CompanyDb, 'companyId' | 'run'> | Turn;

async function contentOf(db: Reader, listId: string): Promise<Content> {
  const [sections, replies] = await Promise.all([
    db.run<SectionRow>(readSections, [db.companyId, listId]),
    db.run<ReplyRow>(readReplies, [db.companyId, listId]),
  ]);
  return { sections, replies };
}

async function viewOf(db: Reader, viewer: Viewer, listId: string): Promise<ListView | null> {
  const [head] = await db.run<ListHead>(readLists, [db.companyId, listId]);
  if (!head || !(await readableIn(db, viewer))(listId)) return null;
  const [content, lines] = await Promise.all([
    contentOf(db, listId),
    db.run<LineOfList>(linesWithLists, [db.companyId]),
  ]);
  return { ...head, ...content, lines: linesOf(viewer, lines, head) };
}

function linesOf(viewer: Viewer, lines: readonly LineOfList[], { listId }: { listId: string }): ListRow['lines'] {
  return lines
    .filter((line) => line.listId === listId)
    .map(({ lineId, name }) => ({ lineId, name, viewable: may(viewer, 'linesView', { lineId }) }));
}

/** He arranges lists: all replies are his to change, whoever wrote them. */
function arranges(viewer: Viewer): boolean {
  return may(viewer, 'quickReplies', { author: null });
}

function mayArrange(viewer: Viewer): void {
  if (!arranges(viewer)) throw new TRPCError({ code: 'FORBIDDEN', message: 'Your roles have no right to this' });
}

/** The lines he may answer in: by the reach of his right, or because he serves a client there now. */
async function answersIn(db: Reader, viewer: Viewer): Promise<(lineId: string) => boolean> {
  const served = await db.run<{ lineId: string }>(servedLines, [db.companyId, viewer.employeeId]);
  const own = new Set([...viewer.lineIds, ...served.map(({ lineId }) => lineId)]);
  return (lineId) => {
    const reach = reachOf(viewer.rights, 'reply', lineId);
    if (reach === 'department')
      return viewer.departmentLineIds === null || viewer.departmentLineIds.includes(lineId) || own.has(lineId);
    return reach === 'any' || (reach === 'own' && own.has(lineId));
  };
}

/** Which lists he reads. */
async function readableIn(db: Reader, viewer: Viewer): Promise<(listId: string) => boolean> {
  if (arranges(viewer) || mayAnywhere(viewer, 'linesEdit')) return () => true;
  const [lines, answers] = await Promise.all([
    db.run<LineOfList>(linesWithLists, [db.companyId]),
    answersIn(db, viewer),
  ]);
  const readable = new Set(lines.filter(({ lineId }) => answers(lineId)).map(({ listId }) => listId));
  return (listId) => readable.has(listId);
}

async function listIn(db: Reader, listId: string): Promise<ListHead> {
  const [list] = await db.run<ListHead>(readLists, [db.companyId, listId]);
  if (!list) throw nothingThere('list');
  return list;
}

/** What is in a list that he reads. */
async function readIn(db: Reader, viewer: Viewer, listId: string): Promise<Content> {
  const view = await viewOf(db, viewer, listId);
  if (!view) throw nothingThere('list');
  return view;
}

async function sectionIn(db: Reader, sectionId: string, removed = false) {
  type Found = { listId: string; name: string; removedAt: number | null };
  const [section] = await db.run<Found>(readSection, [db.companyId, sectionId, removed]);
  if (!section) throw nothingThere('section');
  return section;
}

async function replyIn(db: Reader, replyId: string, removed = false): Promise<ReplyRow> {
  const [found] = await db.run<ReplyRow>(readReply, [db.companyId, replyId, removed]);
  if (!found) throw nothingThere('reply');
  return found;
}

/** A reply that is his to change. One that he does not even read is not there. */
async function ownIn(db: Reader, viewer: Viewer, replyId: string, removed = false): Promise<ReplyRow> {
  const found = await replyIn(db, replyId, removed);
  if (!may(viewer, 'quickReplies', { author: found.createdBy })) {
    if (!(await readableIn(db, viewer))(found.listId)) throw nothingThere('reply');
    throw new TRPCError({ code: 'FORBIDDEN', message: 'Your roles have no right to this' });
  }
  return found;
}

function knowsSection({ sections }: Content, sectionId: string | null): boolean {
  return sectionId === null || sections.some((section) => section.sectionId === sectionId);
}

function checkName(
  named: readonly { name: string; listId?: string; sectionId?: string }[],
  name: string,
  but: string | null,
  what: 'list' | 'section',
): void {
  const others = named.filter(({ listId, sectionId }) => (listId ?? sectionId) !== but);
  if (others.some((one) => folded(one.name) === folded(name)))
    throw new FieldError({ name: `quickReplies.${what}.name.taken` });
}

function planOf(csv: string, content: Content): ImportPlan {
  if (Buffer.byteLength(csv) > mostCsv) throw new FieldError({ csv: 'quickReplies.csv.large' });
  const { lines, broken } = readCsv(csv);
  return importPlan(lines, content, broken);
}

const mostShown = 100;

function previewOf({ added, changed, same, sections, broken }: ImportPlan): ImportPreview {
  const examples = [
    ...changed.map(({ replyId: _replyId, ...row }) => ({ ...row, isNew: false })),
    ...added.map((row) => ({ ...row, isNew: true })),
  ];
  return {
    added: added.length,
    changed: changed.length,
    same,
    sections,
    examples: examples
      .toSorted((one, other) => one.line - other.line)
      .slice(0, mostShown)
      .map((row) => ({ ...row, text: [...row.text].slice(0, 300).join('') })),
    brokenCount: broken.length,
    broken: broken.slice(0, mostShown),
  };
}

/** Stores what a file brings: its new sections, its new replies behind those that are there, and the changed ones. */
async function takeOver(
  turn: Turn,
  viewer: Viewer,
  listId: string,
  known: readonly SectionRow[],
  { added, changed, sections }: ImportPlan,
): Promise<void> {
  const at = new Date(turn.now);
  const made = sections.map((name) => ({ sectionId: turn.id(), name }));
  const ids = new Map([...known, ...made].map(({ sectionId, name }) => [folded(name), sectionId]));
  if (made.length > 0) {
    const values = [made.map(({ sectionId }) => sectionId), made.map(({ name }) => name)];
    await turn.run(addSection, [turn.companyId, listId, ...values, at]);
  }
  if (added.length > 0)
    await turn.run(addReplies, [
      turn.companyId,
      listId,
      added.map(() => turn.id()),
      added.map(({ section }) => (section === '' ? null : ids.get(folded(section)))),
      added.map(({ name }) => name),
      added.map(({ text }) => text),
      viewer.employeeId,
      at,
    ]);
  if (changed.length > 0)
    await turn.run(saveReplies, [
      turn.companyId,
      changed.map(({ replyId }) => replyId),
      changed.map(({ name }) => name),
      changed.map(({ text }) => text),
      viewer.employeeId,
      at,
    ]);
}

function of(listId: string) {
  return { kind: 'quick-replies' as const, id: listId };
}

function nothingThere(what: 'list' | 'section' | 'reply'): TRPCError {
  return new TRPCError({ code: 'NOT_FOUND', message: `There is no such ${what}` });
}
