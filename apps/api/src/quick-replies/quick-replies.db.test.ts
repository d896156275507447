import { mostLists, mostReplies } from '@switchboard/domain/quick-replies';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';

import { Housekeeping } from '../platform/housekeeping.ts';
import {
  aCompany,
  anEmployee,
  anotherLine,
  callAs,
  eventually,
  saveLine,
  testApi,
  theQueue,
  type Company,
  type Person,
  type TestApi,
} from '../testing/api.ts';
import { aVisitor } from '../testing/visitor.ts';

let api: TestApi;
let company: Company;
let boris: Person;
/** An operator whose lines have no list. */
let vera: Person;
let listId: string;

beforeAll(async () => {
  api = await testApi();
});
afterAll(() => api.stop());

beforeEach(async () => {
  company = await aCompany(api);
  boris = await anEmployee(api, company);
  vera = await anEmployee(api, company, 'operator', 'Vera');
  await theQueue(api, company, [boris.employeeId, company.employeeId]);
  listId = await aList('Shop');
  await saveLine(api, company, { 'autoActions.quickRepliesId': listId });
});

const as = (person: { cookie: string } = company.admin) => callAs(api, person).quickReplies;

async function aList(name: string): Promise<string> {
  const made = await as().createList.mutate({ name });
  if (!made.created) throw new Error(made.because);
  return made.listId;
}
async function aSection(name: string, list = listId): Promise<string> {
  const made = await as().createSection.mutate({ listId: list, name });
  if (!made.created) throw new Error(made.because);
  return made.section.sectionId;
}
async function aReply(name: string, sectionId: string | null = null, person: { cookie: string } = company.admin) {
  const made = await as(person).add.mutate({ listId, sectionId, name, text: `Text of ${name}` });
  if (!made.added) throw new Error(made.because);
  return made.reply;
}
const view = async (list = listId) => {
  const found = await as().get.query({ listId: list });
  if (!found) throw new Error('no list');
  return found;
};
/** The list in short: what stands in which section, in order. */
const shown = async () => {
  const { sections, replies } = await view();
  const names = (sectionId: string | null) =>
    replies.filter((reply) => reply.sectionId === sectionId).map(({ name }) => name);
  return [names(null), ...sections.map(({ sectionId, name }) => [`${name}:`, ...names(sectionId)])];
};
const refusal = (code: string) => expect.objectContaining({ data: expect.objectContaining({ code }) });
const wrong = (field: Record<string, string>) => expect.objectContaining({ data: expect.objectContaining({ field }) });

describe('lists', () => {
  test('are told with their replies, their use and the lines that chose them', async () => {
    const lineId = await anotherLine(api, company, 'Workshop');
    await saveLine(api, company, { 'autoActions.quickRepliesId': listId }, lineId);
    await aReply('Hours');
    await aList('Another');
    const lines = [{ lineId: company.lineId }, { lineId, name: 'Workshop', viewable: true }];
    expect(await as().lists.query({})).toMatchObject([
      { name: 'Another', replies: 0, lines: [] },
      { name: 'Shop', replies: 1, used: 0, lines },
    ]);
  });

  test('have names of their own, whatever the case of their letters', async () => {
    await expect(as().createList.mutate({ name: ' SHOP ' })).rejects.toEqual(
      wrong({ name: 'quickReplies.list.name.taken' }),
    );
    const other = await aList('Other');
    await expect(as().renameList.mutate({ listId: other, name: 'shop' })).rejects.toEqual(
      wrong({ name: 'quickReplies.list.name.taken' }),
    );
    await as().renameList.mutate({ listId, name: 'SHOP' });
    expect((await view()).name).toBe('SHOP');
    await expect(as().createList.mutate({ name: ' ' })).rejects.toEqual(
      wrong({ name: 'quickReplies.list.name.empty' }),
    );
  });

  test('are a hundred at most', async () => {
    await api.query(
      `insert into quick_reply_list (company_id, list_id, name, created_by, created_at)
       select $1, gen_random_uuid(), 'List ' || n, $2, now() from generate_series(2, $3) n`,
      [company.companyId, company.employeeId, mostLists],
    );
    expect(await as().createList.mutate({ name: 'One more' })).toEqual({ created: false, because: 'too-many' });
  });

  test('are taken away and brought back with all that is in them, and the lines have them again', async () => {
    await aReply('Hours', await aSection('Visits'));
    await as().removeList.mutate({ listId });
    expect(await as().lists.query({})).toEqual([]);
    expect(await as().get.query({ listId })).toBeNull();
    expect(await as(boris).ofLine.query({ lineId: company.lineId })).toMatchObject({ list: null });
    await expect(as().removeList.mutate({ listId })).rejects.toEqual(refusal('NOT_FOUND'));
    expect(await as().restoreList.mutate({ listId })).toEqual({ restored: true });
    expect(await shown()).toEqual([[], ['Visits:', 'Hours']]);
    expect(await as(boris).ofLine.query({ lineId: company.lineId })).toMatchObject({ list: { listId } });
  });

  test('are not brought back where another took the name', async () => {
    await as().removeList.mutate({ listId });
    await aList('shop');
    expect(await as().restoreList.mutate({ listId })).toEqual({ restored: false, because: 'name-taken' });
    expect(await as().get.query({ listId })).toBeNull();
  });

  test('that are removed, or never were, no line can choose', async () => {
    await saveLine(api, company, { 'autoActions.quickRepliesId': null });
    await as().removeList.mutate({ listId });
    for (const unknown of [listId, crypto.randomUUID()])
      await expect(saveLine(api, company, { 'autoActions.quickRepliesId': unknown })).rejects.toEqual(
        wrong({ 'autoActions.quickRepliesId': 'autoActions.quickRepliesId.unknown' }),
      );
  });

  test('of another company no line can choose', async () => {
    const other = await aCompany(api, 'Teapot');
    const made = await callAs(api, other.admin).quickReplies.createList.mutate({ name: 'Theirs' });
    await expect(
      saveLine(api, company, { 'autoActions.quickRepliesId': made.created ? made.listId : '' }),
    ).rejects.toEqual(wrong({ 'autoActions.quickRepliesId': 'autoActions.quickRepliesId.unknown' }));
  });
});

describe('sections', () => {
  test('are ordered, renamed and moved', async () => {
    const [one, two, three] = [await aSection('One'), await aSection('Two'), await aSection('Three')];
    await as().moveSection.mutate({ sectionId: three, beforeSectionId: one });
    expect(await shown()).toEqual([[], ['Three:'], ['One:'], ['Two:']]);
    await as().moveSection.mutate({ sectionId: one, beforeSectionId: null });
    await as().renameSection.mutate({ sectionId: two, name: 'Second' });
    expect(await shown()).toEqual([[], ['Three:'], ['Second:'], ['One:']]);
    await expect(as().renameSection.mutate({ sectionId: two, name: 'one' })).rejects.toEqual(
      wrong({ name: 'quickReplies.section.name.taken' }),
    );
    const elsewhere = await aSection('Elsewhere', await aList('Other'));
    await expect(as().moveSection.mutate({ sectionId: one, beforeSectionId: elsewhere })).rejects.toEqual(
      refusal('NOT_FOUND'),
    );
  });

  test('go with their replies, and come back with them', async () => {
    const sectionId = await aSection('Visits');
    await aReply('Hours', sectionId);
    const gone = await aReply('Gone before', sectionId);
    await as().remove.mutate({ replyId: gone.replyId });
    const removed = await as().removeSection.mutate({ sectionId, replies: 'remove', toSectionId: null });
    expect(removed).toEqual({ removed: true, movedIds: [] });
    expect(await shown()).toEqual([[]]);
    expect(await as().restoreSection.mutate({ sectionId, replyIds: [] })).toEqual({ restored: true });
    expect(await shown()).toEqual([[], ['Visits:', 'Hours']]);
  });

  test('leave their replies to another, and get them back', async () => {
    const [from, to] = [await aSection('From'), await aSection('To')];
    await aReply('Already there', to);
    await aReply('One', from);
    await aReply('Two', from);
    const removed = await as().removeSection.mutate({ sectionId: from, replies: 'move', toSectionId: to });
    expect(await shown()).toEqual([[], ['To:', 'Already there', 'One', 'Two']]);
    expect(await as().restoreSection.mutate({ sectionId: from, replyIds: removed.movedIds })).toEqual({
      restored: true,
    });
    expect(await shown()).toEqual([[], ['From:', 'One', 'Two'], ['To:', 'Already there']]);
    await expect(as().removeSection.mutate({ sectionId: from, replies: 'move', toSectionId: from })).rejects.toEqual(
      refusal('NOT_FOUND'),
    );
  });

  test('are not brought back where another took the name', async () => {
    const sectionId = await aSection('Visits');
    await as().removeSection.mutate({ sectionId, replies: 'remove', toSectionId: null });
    await aSection('visits');
    expect(await as().restoreSection.mutate({ sectionId, replyIds: [] })).toEqual({
      restored: false,
      because: 'name-taken',
    });
  });
});

describe('a reply', () => {
  test('stands at the end of its section and is moved before another, or into another section', async () => {
    const sectionId = await aSection('Visits');
    const [one, two, three] = [await aReply('One'), await aReply('Two'), await aReply('Three', sectionId)];
    await as().move.mutate({ replyId: two.replyId, sectionId: null, beforeReplyId: one.replyId });
    expect(await shown()).toEqual([
      ['Two', 'One'],
      ['Visits:', 'Three'],
    ]);
    await as().move.mutate({ replyId: one.replyId, sectionId, beforeReplyId: three.replyId });
    expect(await shown()).toEqual([['Two'], ['Visits:', 'One', 'Three']]);
    await expect(as().move.mutate({ replyId: one.replyId, sectionId, beforeReplyId: two.replyId })).rejects.toEqual(
      refusal('NOT_FOUND'),
    );
  });

  test('is saved with what it says and where it stands', async () => {
    const sectionId = await aSection('Visits');
    const { replyId, version } = await aReply('Hours');
    const words = { name: 'Opening hours', text: 'Ten to six, {client.name}' };
    expect(await as().save.mutate({ replyId, version, sectionId, ...words })).toMatchObject({
      saved: true,
      reply: { ...words, sectionId, savedBy: company.employeeId },
    });
    expect(await shown()).toEqual([[], ['Visits:', 'Opening hours']]);
  });

  test('that somebody saved meanwhile is refused with what it says now', async () => {
    const { replyId, version } = await aReply('Hours');
    const words = { replyId, version, sectionId: null };
    await as().save.mutate({ ...words, name: 'Hours', text: 'Until six' });
    expect(await as().save.mutate({ ...words, name: 'Hours', text: 'Until seven' })).toMatchObject({
      saved: false,
      because: 'stale',
      now: { text: 'Until six', version: version + 1 },
    });
    expect((await view()).replies).toMatchObject([{ text: 'Until six' }]);
  });

  test.each([
    ['without a name', { name: ' ' }, { name: 'quickReplies.name.empty' }],
    ['without a text', { text: '' }, { text: 'quickReplies.text.empty' }],
    ['that is too long', { text: 'x'.repeat(2001) }, { text: 'quickReplies.text.long' }],
    ['in no section of the list', { sectionId: crypto.randomUUID() }, { sectionId: 'quickReplies.sectionId.unknown' }],
  ])('%s is refused at its field', async (_, given, field) => {
    const words = { listId, sectionId: null, name: 'Hours', text: 'Ten to six' };
    await expect(as().add.mutate({ ...words, ...given })).rejects.toEqual(wrong(field));
    expect((await view()).replies).toEqual([]);
  });

  test('is taken away and brought back to where it stood', async () => {
    const one = await aReply('One');
    await aReply('Two');
    await as().remove.mutate({ replyId: one.replyId });
    expect(await shown()).toEqual([['Two']]);
    expect(await as().restore.mutate({ replyId: one.replyId })).toEqual({ restored: true });
    expect(await shown()).toEqual([['One', 'Two']]);
  });

  test('comes back before the sections where its own is gone', async () => {
    const sectionId = await aSection('Visits');
    const { replyId } = await aReply('Hours', sectionId);
    await as().remove.mutate({ replyId });
    await as().removeSection.mutate({ sectionId, replies: 'remove', toSectionId: null });
    await as().restore.mutate({ replyId });
    expect(await shown()).toEqual([['Hours']]);
  });

  test('is one of two thousand at most', async () => {
    await manyReplies(mostReplies);
    const more = { listId, sectionId: null, name: 'One more', text: 'Text' };
    expect(await as().add.mutate(more)).toEqual({ added: false, because: 'too-many' });
  });
});

async function manyReplies(count: number): Promise<void> {
  await api.query(
    `insert into quick_reply (company_id, list_id, reply_id, name, text, place, created_by, created_at, saved_by, saved_at)
     select $1, $2, gen_random_uuid(), 'Name ' || n, 'Text ' || n, n, $3, now(), $3, now() from generate_series(1, $4::int) n`,
    [company.companyId, listId, company.employeeId, count],
  );
}

describe('rights', () => {
  test('an operator reads the list of the line he answers in, and no other', async () => {
    await aList('Secret');
    expect((await as(boris).lists.query({})).map(({ name }) => name)).toEqual(['Shop']);
    expect(await as(boris).get.query({ listId })).toMatchObject({ name: 'Shop' });
    expect(await as(vera).lists.query({})).toEqual([]);
    expect(await as(vera).get.query({ listId })).toBeNull();
    expect(await as(vera).export.query({ listId })).toBeNull();
    expect(await as(vera).ofLine.query({ lineId: company.lineId })).toBeNull();
  });

  test('whoever holds a dialog of a line is offered its list, in its queue or not', async () => {
    await callAs(api, company.admin).people.setAway.mutate({ away: false });
    const visitor = await aVisitor(api, company.address);
    await visitor.write('Hello');
    const calls = callAs(api, company.admin);
    const { dialogId } = await eventually(async () => (await calls.inbox.list.query({ list: 'all' })).rows[0]);
    await calls.dialogs.accept.mutate({ commandId: crypto.randomUUID(), dialogId });
    const to = { employeeId: vera.employeeId, evenIfUnavailable: true };
    expect(await calls.dialogs.transfer.mutate({ commandId: crypto.randomUUID(), dialogId, to })).toMatchObject({
      done: true,
    });
    expect(await as(vera).ofLine.query({ lineId: company.lineId })).toMatchObject({ list: { name: 'Shop' } });
    visitor.close();
  });

  test('an operator changes the replies he wrote, and nobody else’s', async () => {
    const theirs = await aReply('Hers');
    const own = await aReply('His', null, boris);
    const words = { sectionId: null, name: 'New', text: 'New' };
    expect(await as(boris).save.mutate({ ...words, replyId: own.replyId, version: 1 })).toMatchObject({ saved: true });
    for (const act of [
      () => as(boris).save.mutate({ ...words, replyId: theirs.replyId, version: 1 }),
      () => as(boris).remove.mutate({ replyId: theirs.replyId }),
      () => as(boris).move.mutate({ replyId: theirs.replyId, sectionId: null, beforeReplyId: null }),
      () => as(boris).createList.mutate({ name: 'His' }),
      () => as(boris).createSection.mutate({ listId, name: 'His' }),
      () => as(boris).previewImport.mutate({ listId, csv: 'name,text' }),
    ])
      await expect(act()).rejects.toEqual(refusal('FORBIDDEN'));
    // What he does not read is not there.
    await expect(as(vera).remove.mutate({ replyId: theirs.replyId })).rejects.toEqual(refusal('NOT_FOUND'));
    await expect(as(vera).add.mutate({ listId, ...words })).rejects.toEqual(refusal('NOT_FOUND'));
  });

  test('the operator’s name is what the line’s clients see', async () => {
    const lineId = company.lineId;
    expect(await as(boris).ofLine.query({ lineId })).toMatchObject({
      values: { operator: 'Boris', company: 'Samovar', language: 'en', timeZone: 'UTC' },
    });
    await saveLine(api, company, {
      'queue.operatorData': 'hidden',
      'queue.hidden': { name: 'Our team', position: '', photo: '' },
    });
    expect((await as(boris).ofLine.query({ lineId }))?.values.operator).toBe('Our team');
  });
});

describe('the count of its use', () => {
  async function sent(text: string): Promise<{ messageId: string; commandId: string }> {
    const calls = callAs(api, boris);
    await calls.people.setAway.mutate({ away: false });
    const visitor = await aVisitor(api, company.address);
    await visitor.write('Hello');
    const { dialogId } = await eventually(async () => (await calls.inbox.list.query({ list: 'mine' })).rows[0]);
    await calls.dialogs.accept.mutate({ commandId: crypto.randomUUID(), dialogId });
    const commandId = crypto.randomUUID();
    const outcome = await calls.dialogs.reply.mutate({ commandId, dialogId, text });
    visitor.close();
    if (!outcome.done || outcome.message === null) throw new Error('not sent');
    return { messageId: outcome.message.messageId, commandId };
  }

  test('grows with a message that was sent, once, however often it is told', async () => {
    const { replyId } = await aReply('Hours');
    const { messageId, commandId } = await sent('Ten to six');
    expect(messageId).toBe(commandId);
    for (let time = 0; time < 3; time++)
      expect(await as(boris).used.mutate({ replyId, messageId })).toEqual({ counted: true });
    const [reply] = (await view()).replies;
    expect(reply).toMatchObject({ used: 1 });
    expect(Math.abs((reply?.usedAt ?? 0) - Date.now())).toBeLessThan(60_000);
    expect(await as().lists.query({})).toMatchObject([{ used: 1 }]);
  });

  test('does not grow with what nobody sent, with another’s message, or for another reply', async () => {
    const [one, two] = [await aReply('One'), await aReply('Two')];
    const { messageId } = await sent('Ten to six');
    const nobody = { replyId: one.replyId, messageId: crypto.randomUUID() };
    expect(await as(boris).used.mutate(nobody)).toEqual({ counted: false });
    expect(await as().used.mutate({ replyId: one.replyId, messageId })).toEqual({ counted: false });
    expect(await as(boris).used.mutate({ replyId: one.replyId, messageId })).toEqual({ counted: true });
    expect(await as(boris).used.mutate({ replyId: two.replyId, messageId })).toEqual({ counted: false });
    expect((await view()).replies.map(({ used }) => used)).toEqual([1, 0]);
  });
});

describe('a file', () => {
  const file = (...rows: string[]) => ['section;name;text', ...rows].join('\n');

  test('is looked at first, and then taken over as a whole', async () => {
    await aReply('Hours', await aSection('Visits'));
    const csv = file('Visits;hours;Ten to six', 'Prices;Repairs;From twenty', ';Hello;"Hello; and welcome"');
    const preview = await as().previewImport.mutate({ listId, csv });
    expect(preview).toMatchObject({ added: 2, changed: 1, same: 0, sections: ['Prices'], brokenCount: 0 });
    expect(await shown()).toEqual([[], ['Visits:', 'Hours']]);
    const { added, changed } = preview;
    expect(await as().import.mutate({ listId, csv, expected: { added, changed } })).toEqual({
      imported: true,
      added: 2,
      changed: 1,
    });
    expect(await shown()).toEqual([['Hello'], ['Visits:', 'hours'], ['Prices:', 'Repairs']]);
    expect(await as().previewImport.mutate({ listId, csv })).toMatchObject({ added: 0, changed: 0, same: 3 });
  });

  test('with a broken line saves nothing, and the line is told with the reason', async () => {
    const csv = file('Visits;Hours;Ten to six', 'Visits;Nothing;', ';Long;' + 'x'.repeat(2001), ';Open;"never closed');
    const broken = [
      { line: 3, because: 'text-missing' },
      { line: 4, because: 'text-long' },
      { line: 5, because: 'quote' },
    ];
    expect(await as().previewImport.mutate({ listId, csv })).toMatchObject({ added: 1, brokenCount: 3, broken });
    expect(await as().import.mutate({ listId, csv, expected: { added: 1, changed: 0 } })).toMatchObject({
      imported: false,
      because: 'broken',
      preview: { broken },
    });
    expect(await shown()).toEqual([[]]);
  });

  test('is refused where the list changed since it was looked at', async () => {
    const csv = file(';Hours;Ten to six');
    const expected = { added: 1, changed: 0 };
    await aReply('Hours');
    expect(await as().import.mutate({ listId, csv, expected })).toMatchObject({
      imported: false,
      because: 'stale',
      preview: { added: 0, changed: 1 },
    });
    expect((await view()).replies).toMatchObject([{ text: 'Text of Hours' }]);
  });

  test('that is too large is refused at its field', async () => {
    await expect(as().previewImport.mutate({ listId, csv: 'ж'.repeat(1_000_001) })).rejects.toEqual(
      wrong({ csv: 'quickReplies.csv.large' }),
    );
  });

  test('of two thousand replies is taken over and written again', async () => {
    const csv = file(
      ...Array.from({ length: mostReplies }, (_, at) => `Section ${at % 10};Name ${at};${'Слово '.repeat(60)}${at}`),
    );
    const expected = { added: mostReplies, changed: 0 };
    expect(await as().import.mutate({ listId, csv, expected })).toMatchObject({ imported: true });
    const exported = await as(boris).export.query({ listId });
    expect(exported?.name).toBe('Shop');
    expect(exported?.csv.startsWith('\uFEFFsection,name,text\r\n')).toBe(true);
    const again = await as().previewImport.mutate({ listId, csv: exported?.csv ?? '' });
    expect(again).toMatchObject({ added: 0, changed: 0, same: mostReplies });
  });
});

test('every change is told in the audit log without a word of what was written', async () => {
  const sectionId = await aSection('Wordy section');
  const { replyId } = await aReply('Wordy reply', sectionId);
  await as().remove.mutate({ replyId });
  const { rows } = await callAs(api, company.admin).audit.list.query({ subject: 'quick-replies' });
  expect(rows.map(({ what }) => what)).toEqual([
    'quick-replies.reply-removed',
    'quick-replies.reply-added',
    'quick-replies.section-created',
    'quick-replies.list-created',
  ]);
  expect(rows[0]).toMatchObject({ subject: { name: 'Shop' }, details: { replyId } });
  expect(JSON.stringify(rows)).not.toContain('Wordy');
});

test('what was removed is kept for thirty days', async () => {
  const sectionId = await aSection('Visits');
  const kept = await aReply('Kept');
  await aReply('Hours', sectionId);
  await as().removeSection.mutate({ sectionId, replies: 'remove', toSectionId: null });
  await as().remove.mutate({ replyId: kept.replyId });
  const ago = `now() - interval '31 days'`;
  await api.query(`update quick_reply_section set removed_at = ${ago} where company_id = $1`, [company.companyId]);
  await api.query(`update quick_reply set removed_at = ${ago} where company_id = $1 and section_id is not null`, [
    company.companyId,
  ]);
  await api.app.get(Housekeeping).tidy();
  const left = await api.query('select name from quick_reply where company_id = $1', [company.companyId]);
  expect(left).toEqual([{ name: 'Kept' }]);
  expect(await api.query('select 1 from quick_reply_section where company_id = $1', [company.companyId])).toEqual([]);
});
