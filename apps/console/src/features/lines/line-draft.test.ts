import { describe, expect, test } from 'vitest';

import { newLineSettings, withChanges } from '@switchboard/domain/line';

import {
  afterSave,
  changedByOthers,
  changedPaths,
  changeDraft,
  drafted,
  draftOf,
  isDirty,
  problemAt,
  problemsOf,
  rebased,
  refusedAt,
  takenBack,
  typed,
  type InForce,
} from './line-draft.ts';

const ann = '018f0000-0000-7000-8000-000000000001';
const first: InForce = { version: 3, settings: newLineSettings(ann) };
const theirs = (changes: Parameters<typeof withChanges>[1]): InForce => ({
  version: 4,
  settings: withChanges(first.settings, changes),
});
const mine = typed({}, first, 'autoActions.welcome.text', 'Mine');

test('what is typed is in the draft and not in force', () => {
  expect(drafted(mine, first.settings).autoActions.welcome.text).toBe('Mine');
  expect(changedPaths(mine, 'autoActions.welcome')).toEqual(['autoActions.welcome.text']);
  expect(isDirty(mine)).toBe(true);
});

test('typing back what is in force leaves nothing to save', () => {
  const back = typed(mine, first, 'autoActions.welcome.text', first.settings.autoActions.welcome.text);
  expect(back).toEqual({});
  expect(isDirty(takenBack(mine, ['autoActions.welcome.text']))).toBe(false);
});

describe('somebody else saves meanwhile', () => {
  test('the same card: what he changed is told, and what was typed stays', () => {
    const now = theirs({ 'autoActions.welcome.text': 'Theirs', 'autoActions.welcome.when': 'each-dialog' });
    expect(changedByOthers(mine, now, 'autoActions.welcome')).toEqual([
      'autoActions.welcome.when',
      'autoActions.welcome.text',
    ]);
    expect(drafted(mine, now.settings).autoActions.welcome).toMatchObject({ text: 'Mine', when: 'each-dialog' });
  });
  test('another card: nothing is in the way', () => {
    expect(changedByOthers(mine, theirs({ 'queue.limit': 3 }), 'autoActions.welcome')).toEqual([]);
  });
  test('once it is known, the draft goes on from his version', () => {
    const now = theirs({ 'autoActions.welcome.text': 'Theirs' });
    const known = rebased(mine, now, 'autoActions.welcome');
    expect(known['autoActions.welcome']?.version).toBe(4);
    expect(changedByOthers(known, now, 'autoActions.welcome')).toEqual([]);
  });
  test('where he saved the same, nothing is left to save', () => {
    expect(rebased(mine, theirs({ 'autoActions.welcome.text': 'Mine' }), 'autoActions.welcome')).toEqual({});
  });
});

describe('after a save', () => {
  const text = { 'autoActions.welcome.text': 'Mine' } as const;
  test('what was saved is typed no more', () => {
    expect(afterSave(mine, 'autoActions.welcome', text, theirs(text))).toEqual({});
  });
  test('what was typed while it was under way stays, over what is in force now', () => {
    const more = typed(mine, first, 'autoActions.welcome.text', 'Mine, and more');
    const left = afterSave(more, 'autoActions.welcome', text, theirs(text));
    expect(left['autoActions.welcome']).toMatchObject({
      version: 4,
      changes: { 'autoActions.welcome.text': 'Mine, and more' },
    });
    expect(changedByOthers(left, theirs(text), 'autoActions.welcome')).toEqual([]);
  });
  test('of a switch beside it, a conflict that is shown is shown still', () => {
    const now = theirs({ 'autoActions.welcome.text': 'Theirs' });
    const flipped = typed(mine, now, 'autoActions.welcome.on', false);
    const saved = { 'autoActions.welcome.on': false };
    const after = { version: 5, settings: withChanges(now.settings, saved) };
    const left = afterSave(flipped, 'autoActions.welcome', saved, after);
    expect(changedPaths(left, 'autoActions.welcome')).toEqual(['autoActions.welcome.text']);
    expect(changedByOthers(left, after, 'autoActions.welcome')).toEqual(['autoActions.welcome.text']);
  });
});

describe('what is wrong is told at its field', () => {
  test('by the schema that guards saving', () => {
    const empty = typed({}, first, 'autoActions.welcome.text', '  ');
    expect(problemsOf(empty, first.settings, 'autoActions.welcome')).toEqual({
      'autoActions.welcome.text': 'autoActions.welcome.text.empty',
    });
  });
  test('below a setting that has parts', () => {
    const monday = [
      { from: '09:00', to: '12:00' },
      { from: '11:00', to: '13:00' },
    ];
    const draft = typed({}, first, 'hours.week', { ...first.settings.hours.week, monday });
    const problems = problemsOf(draft, first.settings, 'hours.schedule');
    expect(problemAt(problems, 'hours.week')).toBe('hours.week.overlap');
    expect(problemAt(problems, 'hours.timeZone')).toBeUndefined();
  });
  test('not for another card of the tab', () => {
    const broken: InForce = { version: 1, settings: withChanges(first.settings, { 'autoActions.welcome.text': '' }) };
    const draft = typed({}, broken, 'autoActions.unanswered.minutes', 5);
    expect(problemsOf(draft, broken.settings, 'autoActions.unanswered')).toEqual({});
  });
  test('by the server, until the next change', () => {
    const sent = { 'autoActions.welcome.text': 'Mine' };
    const refused = refusedAt(mine, 'autoActions.welcome', sent, { 'autoActions.welcome.text': 'text.long' });
    expect(problemsOf(refused, first.settings, 'autoActions.welcome')).toEqual({
      'autoActions.welcome.text': 'text.long',
    });
    const again = typed(refused, first, 'autoActions.welcome.text', 'Shorter');
    expect(problemsOf(again, first.settings, 'autoActions.welcome')).toEqual({});
  });
  test('by the server, not at what is chosen beside a switch that was saved alone', () => {
    const asks = typed({}, first, 'agreement.ask', true);
    const refuse = (draft: typeof asks) =>
      problemsOf(
        refusedAt(draft, 'agreement.consent', { 'agreement.ask': true }, { 'agreement.agreementId': 'is empty' }),
        first.settings,
        'agreement.consent',
      );
    expect(Object.keys(refuse(asks))).toEqual(['agreement.agreementId']);
    expect(refuse(typed(asks, first, 'agreement.agreementId', ann))).toEqual({});
  });
});

test('what is typed stays while the reader looks at another page', () => {
  changeDraft('a line', () => mine);
  expect(draftOf('a line')).toBe(mine);
  changeDraft('a line', () => ({}));
  expect(draftOf('a line')).toEqual({});
});
