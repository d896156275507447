import { describe, expect, test } from 'vitest';

import type { FoundRecord } from '../crm/index.ts';
import { aLine, ann, aWorld, bob, given, kinds, patient, uuid } from '../testing/index.ts';
import { vias, type CrmSays } from './index.ts';

const ids = [uuid('e', 71), uuid('e', 72)];
const found = (record: Partial<FoundRecord> = {}): FoundRecord => ({
  recordId: uuid('e', 1),
  kind: 'contact',
  by: 'verified',
  open: true,
  responsible: null,
  ...record,
});
const says = (...records: FoundRecord[]): CrmSays => ({ answer: { records }, reachable: true, ids });
type Given = NonNullable<Parameters<typeof aLine>[0]>;
const line = (crm: Given['crm'] = {}, rest: Given = {}) =>
  given(
    aWorld({
      lines: [aLine({ queue: { distribution: 'strictly', members: [ann, bob] }, autoActions: patient, crm, ...rest })],
    }),
  );
const opens = (story: ReturnType<typeof line>, crm: CrmSays, opening: object = {}) => story.says(1, {}, opening, crm);

describe('a client nobody knows', () => {
  test('gets a lead, which is the first of the queue’s until somebody accepts', () => {
    const step = opens(line(), says());
    expect(kinds(step)).toEqual(['opened', 'client-wrote', 'record-created', 'offered']);
    expect(step.effects).toContainEqual({
      effect: 'create-record',
      recordId: ids[0],
      kind: 'lead',
      responsible: ann,
      contact: null,
      by: null,
    });
  });

  test('gets a contact and a deal of it, where the line makes deals', () => {
    const step = opens(line({ notFound: 'deal' }), says());
    expect(step.effects.filter(({ effect }) => effect === 'create-record')).toMatchObject([
      { kind: 'contact', recordId: ids[0], contact: null },
      { kind: 'deal', recordId: ids[1], contact: ids[0] },
    ]);
  });

  test('is made no record in a group, nor where the line does not check its clients', () => {
    expect(kinds(opens(line(), says(), { via: 'group' }))).not.toContain('record-created');
    expect(kinds(opens(line({ check: false }), says()))).not.toContain('record-created');
  });

  test('who left nothing in the live chat gets one once a contact is known, and then once', () => {
    const story = line();
    const unreachable = { ...says(), reachable: false };
    expect(opens(story, unreachable).facts).toContainEqual(
      expect.objectContaining({ fact: 'not-recorded', because: 'cannot-be-written-to' }),
    );
    expect(kinds(story.says(1, {}, {}, unreachable))).toEqual(['client-wrote']);
    expect(kinds(story.says(1, {}, {}, says()))).toEqual(['client-wrote', 'record-created']);
    expect(kinds(story.says(1, {}, {}, says()))).toEqual(['client-wrote']);
  });

  test('is asked about where the CRM stands elsewhere, and the dialog waits for the answer as long as routing may', () => {
    const story = line();
    const step = opens(story, { ...says(), answer: 'asking' }, { responsible: 'asking' });
    expect(kinds(step)).toEqual(['opened', 'client-wrote', 'identifying']);
    expect(step.effects).toContainEqual({ effect: 'ask-crm' });
    const answered = story.recognised(null, 1, says());
    expect(kinds(answered)).toEqual(['record-created', 'recognised', 'offered']);
  });
});

describe('a client the CRM knows', () => {
  test('has his record attached and goes to the employee responsible', () => {
    const step = opens(line(), says(found({ responsible: bob })), { responsible: bob });
    expect(kinds(step)).toEqual(['opened', 'client-wrote', 'record-attached', 'recognised', 'offered']);
    expect(step.dialog).toMatchObject({ state: 'offered', operatorId: bob, route: 'crm' });
  });

  test('whom he is only like is attached with a mark, and the queue has the dialog', () => {
    const step = opens(line(), says(found({ by: 'asserted', responsible: bob })));
    expect(kinds(step)).toEqual(['opened', 'client-wrote', 'record-attached', 'not-recorded', 'offered']);
    expect(step.facts).toContainEqual(expect.objectContaining({ fact: 'record-attached', confidence: 'asserted' }));
    expect(step.dialog).toMatchObject({ operatorId: ann, responsible: null });
  });

  test('a late answer is kept by a dialog that somebody has, and by one that is over', () => {
    const story = line();
    opens(story, { ...says(), answer: 'asking' });
    story.accept(ann);
    expect(kinds(story.recognised(bob, 1, says(found({ responsible: bob }))))).toEqual([
      'record-attached',
      'recognised',
    ]);
    story.close('forced');
    const lead = found({ recordId: uuid('e', 2), kind: 'lead' });
    expect(kinds(story.recognised(bob, 1, says(lead)))).toEqual(['record-attached']);
  });

  test.each(['spam', 'duplicate', 'erased'] as const)('nothing is kept by one that closed as %s', (because) => {
    const story = line();
    opens(story, { ...says(), answer: 'asking' });
    story.close(because);
    expect(story.recognised(null, 1, says())).toMatchObject({ facts: [], refused: { refused: 'closed' } });
  });

  test('an outgoing dialog knows him too', () => {
    const step = line().writeFirst(ann, 1, undefined, says(found()));
    expect(kinds(step)).toEqual(['opened', 'accepted', 'record-attached']);
  });
});

describe('a sealed dialog', () => {
  const agreementId = uuid('b', 60);
  const sealed = () => {
    const story = given(
      aWorld({
        lines: [
          aLine({
            queue: { distribution: 'strictly', members: [ann] },
            autoActions: patient,
            agreement: { ask: true, agreementId, hold: { messengers: true } },
          }),
        ],
        agreements: { [agreementId]: 1 },
      }),
    );
    return story;
  };

  test('makes no record before the consent, and then as at the opening', () => {
    const story = sealed();
    expect(kinds(opens(story, says(), { via: 'buttons' }))).not.toContain('record-created');
    expect(kinds(story.recognised(ann, 1, says()))).not.toContain('record-created');
    expect(kinds(story.consents(true, 1, { crm: says() }))).toContain('record-created');
  });
});

describe('a CRM that does not answer', () => {
  test('is told once, and the dialog goes on', () => {
    const story = line();
    opens(story, { ...says(), answer: 'asking' }, { responsible: 'asking' });
    expect(kinds(story.when(1, { event: 'crm-silent' }))).toEqual(['crm-unreachable']);
    expect(kinds(story.when(1, { event: 'crm-silent' }))).toEqual([]);
    expect(kinds(story.later(2_000).timePasses())).toEqual(['offered']);
  });

  test('is told again after it answered in between', () => {
    const story = line();
    opens(story, { ...says(), answer: 'asking' });
    story.when(1, { event: 'crm-silent' });
    story.recognised(null, 1, says());
    expect(story.dialogs.get(1)?.crm.unreachable).toBe(false);
  });
});

describe('a record that a dialog made belongs', () => {
  const moved = (crm: Given['crm'] = {}) => {
    const story = line(crm);
    opens(story, says());
    return story;
  };
  const changes = (step: { facts: { fact: string }[] }) =>
    step.facts.filter(({ fact }) => fact === 'responsible-changed');

  test('to whoever first accepts the dialog', () => {
    const step = moved().accept(ann);
    expect(changes(step)).toMatchObject([{ recordIds: [ids[0]], to: ann, because: 'first-accepted' }]);
    expect(step.effects).toContainEqual({ effect: 'change-responsible', recordIds: [ids[0]], to: ann });
  });

  test('to nobody else who accepts it later', () => {
    const story = moved();
    story.accept(ann);
    story.transferToLine(ann, uuid('b', 1));
    expect(changes(story.accept(bob))).toEqual([]);
  });

  test.each([
    [true, 'transferred', bob],
    [true, 'taken-over', bob],
  ] as const)('with the switch %s, after it was %s, to who has it then', (changeResponsible, because, to) => {
    const story = moved({ changeResponsible });
    story.accept(ann);
    const step = because === 'transferred' ? story.transfer(ann, bob) : story.takeOver(bob);
    expect(changes(step)).toMatchObject([{ to, because }]);
  });

  test('with the switch off, to who had it first', () => {
    const story = moved({ changeResponsible: false });
    story.accept(ann);
    expect(changes(story.transfer(ann, bob))).toEqual([]);
    expect(changes(story.takeOver(ann))).toEqual([]);
  });

  test('to who gets it by hand before anybody accepted it, whatever the switch says', () => {
    expect(changes(moved({ changeResponsible: false }).takeOver(bob))).toMatchObject([
      { to: bob, because: 'first-accepted' },
    ]);
  });

  test('and records that were there before never change hands', () => {
    const story = line();
    opens(story, says(found()));
    expect(changes(story.accept(ann))).toEqual([]);
    expect(changes(story.transfer(ann, bob))).toEqual([]);
  });

  test('one that is made while somebody holds the dialog is his from the start', () => {
    const story = line({ notFound: 'manually' });
    opens(story, says());
    story.accept(ann);
    story.transfer(ann, bob);
    const made = story.when(1, { event: 'make-record', by: bob, kind: 'lead', recordId: ids[0]! });
    expect(made.facts).toMatchObject([{ fact: 'record-created', responsible: bob, because: 'by-hand', by: bob }]);
    expect(changes(story.transfer(bob, ann))).toMatchObject([{ to: ann, because: 'transferred' }]);
  });
});

describe('a record made by hand', () => {
  const make = (story: ReturnType<typeof line>) =>
    story.when(1, { event: 'make-record', by: ann, kind: 'lead', recordId: ids[0]! });

  test('is made once a dialog', () => {
    const story = line({ notFound: 'manually' });
    expect(opens(story, says()).facts).toContainEqual(
      expect.objectContaining({ fact: 'not-recorded', because: 'manually' }),
    );
    expect(kinds(make(story))).toEqual(['record-created']);
    expect(make(story).refused).toEqual({ refused: 'has-record' });
  });

  test('is refused in a group and after the end', () => {
    const group = line();
    opens(group, says(), { via: 'group' });
    expect(make(group).refused).toEqual({ refused: 'group' });
    const over = line({ notFound: 'nothing' });
    opens(over, says());
    over.close('forced');
    expect(make(over).refused).toEqual({ refused: 'closed' });
  });
});

describe('at closing', () => {
  const notes = (step: { effects: { effect: string }[] }) =>
    step.effects.filter(({ effect }) => effect === 'note-transcript');

  test('what was said is noted on the records of the dialog, but on those it is only like', () => {
    const story = line();
    const like = found({ recordId: uuid('e', 2), kind: 'lead', by: 'asserted' });
    opens(story, says(found(), like));
    expect(notes(story.close('forced'))).toEqual([{ effect: 'note-transcript', recordIds: [uuid('e', 1)] }]);
  });

  test.each(['spam', 'duplicate', 'erased'] as const)('nothing is noted of one that closes as %s', (because) => {
    const story = line();
    opens(story, says(found()));
    expect(notes(story.close(because))).toEqual([]);
  });
});

test.each(vias.filter((via) => via !== 'group'))('in %s the way of a new dialog is consent, records, people', (via) => {
  const step = opens(line(), says(), { via });
  expect(kinds(step).indexOf('record-created')).toBeLessThan(kinds(step).indexOf('offered'));
});
