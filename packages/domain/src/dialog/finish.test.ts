import { describe, expect, test } from 'vitest';

import { day, hour, minute } from '../people/index.ts';
import { aLine, ann, aPerson, aWorld, bob, given, kinds, lineId, noon, patient, texts } from '../testing/index.ts';

type Given = NonNullable<Parameters<typeof aLine>[0]>;
const bye = { ...patient, finishing: { then: 'text' as const } };
/** Ann has answered the client of a line that says good-bye and asks for a rating. */
const answered = (given_: Given = {}, opening = {}) => {
  const line = aLine({
    queue: { distribution: 'strictly', members: [ann, bob] },
    autoActions: bye,
    rating: { ask: true },
    ...given_,
  });
  const story = given(aWorld({ lines: [line, aLine({ id: lineId(2), queue: { members: [bob] } })] }));
  story.says(1, {}, opening);
  story.accept(ann);
  story.reply(ann);
  return story;
};
const finishing = (given_: Given = {}, opening = {}) => {
  const story = answered(given_, opening);
  story.finish(ann);
  return story;
};

describe('finish', () => {
  test('sends the closing text and the rating request, and makes the dialog finishing', () => {
    const step = answered().finish(ann);
    expect(kinds(step)).toEqual(['finished', 'said', 'rating-asked', 'said']);
    expect(texts(step)).toEqual(['closing', 'rate']);
    expect(step.dialog).toMatchObject({ state: 'finishing', operatorId: ann, because: 'finished' });
    expect(step.dialog?.rating).toMatchObject({ askedAt: noon, until: noon + day, operatorId: ann });
  });

  test.each([
    ['only the text where the rating is off', { rating: { ask: false } }, {}, ['closing']],
    ['only the request where there is no text', { autoActions: { finishing: { then: 'nothing' } } }, {}, ['rate']],
    ['no request in a group', {}, { via: 'group' }, ['closing']],
  ] as const)('%s', (_, line, opening, said) => {
    expect(texts(answered(line as Given, opening).finish(ann))).toEqual(said);
  });

  test('asks for a rating only where a person has written', () => {
    const story = given(aWorld({ lines: [aLine({ autoActions: bye, rating: { ask: true } })] }));
    story.clientWrites();
    story.accept(ann);
    expect(texts(story.finish(ann))).toEqual(['closing']);
  });

  test('with nothing to send closes at once', () => {
    const silent = { autoActions: { finishing: { then: 'nothing' as const } }, rating: { ask: false } };
    expect(answered(silent).finish(ann)).toMatchObject({
      dialog: { state: 'closed', because: 'finished' },
      effects: [],
    });
  });

  test('in an inactive line sends nothing, and closes at once', () => {
    const step = answered().line({ active: false }).finish(ann);
    expect(step).toMatchObject({ dialog: { state: 'closed', because: 'finished' }, effects: [] });
  });

  test('sends each once per dialog', () => {
    const story = finishing();
    story.resume(ann);
    expect(story.finish(ann)).toMatchObject({ dialog: { state: 'closed' }, effects: [] });
  });

  test('with no time to full closing says what is to be said and closes', () => {
    const step = answered({ autoActions: { ...bye, fullClosingMinutes: 0 } }).finish(ann);
    expect(texts(step)).toEqual(['closing', 'rate']);
    expect(step.dialog).toMatchObject({ state: 'closed', because: 'finished', closedAt: noon });
  });

  test('stops the KPI clock', () => {
    const story = answered();
    story.clientWrites();
    expect(story.finish(ann).dialog).toMatchObject({ burstAt: null, unansweredSince: null });
  });

  test('of another’s is for those whose rights reach it, and the vote counts for the one who held it', () => {
    const story = answered();
    expect(story.finish(bob).refused).toEqual({ refused: 'not-yours', holder: ann });
    const { dialog } = story.when(1, { event: 'finish', by: bob, anothers: true });
    expect(dialog).toMatchObject({ state: 'finishing', operatorId: ann, rating: { operatorId: ann } });
  });

  test('again by another counts the vote for him, come before or after', () => {
    const story = finishing();
    story.transfer(ann, bob);
    story.finish(bob);
    expect(story.says(1, { vote: 'good' }).dialog?.rating).toMatchObject({ vote: 'good', operatorId: bob });
    const during = answered({}, { via: 'live-chat' });
    during.votes('bad');
    during.transfer(ann, bob);
    during.reply(bob);
    expect(during.finish(bob).dialog?.rating).toMatchObject({ vote: 'bad', operatorId: bob });
  });

  test('is refused to anybody but the holder', () => {
    expect(answered().finish(bob).refused).toEqual({ refused: 'not-yours', holder: ann });
  });
});

describe('from finishing it closes', () => {
  test('at the end of the grace time, by the setting as it is now', () => {
    const story = finishing();
    expect(story.later(hour - 1).timePasses().facts).toEqual([]);
    expect(story.later(1).timePasses().facts).toMatchObject([{ fact: 'closed', because: 'finished', by: null }]);
    const shortened = finishing().later(10 * minute);
    shortened.line({ autoActions: { ...shortened.world.lines[lineId(1)]!.autoActions, fullClosingMinutes: 5 } });
    expect(shortened.timePasses().dialog).toMatchObject({ state: 'closed' });
  });

  test('at a second finish', () => {
    expect(finishing().finish(ann).facts).toMatchObject([{ fact: 'closed', because: 'finished', by: ann }]);
  });

  test('at a rating, if the line says so', () => {
    expect(finishing().votes('good').dialog).toMatchObject({ state: 'finishing' });
    const step = finishing({ rating: { ask: true, closeAfter: true } }).votes('good');
    expect(kinds(step)).toEqual(['voted', 'said', 'closed']);
    expect(step.dialog).toMatchObject({ state: 'closed', because: 'rated', operatorId: ann });
  });

  test('at once and without a word by hand, for the reason it was finished for', () => {
    expect(finishing().close('forced')).toMatchObject({
      dialog: { state: 'closed', because: 'finished' },
      effects: [],
    });
  });
});

describe('from finishing it comes back', () => {
  test('to answered by resume', () => {
    expect(finishing().resume(ann)).toMatchObject({
      dialog: { state: 'answered', operatorId: ann },
      facts: [{ fact: 'resumed', because: 'by-hand' }],
    });
  });

  test('and waits for the client anew, however long it was finishing', () => {
    const autoActions = { ...bye, fullClosingMinutes: 1440 as const, clientSilent: { hours: 1 as const } };
    for (const takeUp of ['resume', 'takeOver'] as const) {
      const story = finishing({ autoActions }).later(5 * hour);
      story[takeUp](ann);
      expect(story.later(hour - 1).timePasses().facts).toEqual([]);
      expect(story.later(1).timePasses().dialog).toMatchObject({ state: 'closed', because: 'client-silent' });
    }
  });

  test('resume is refused to others, and to what is not finishing', () => {
    expect(finishing().resume(bob).refused).toEqual({ refused: 'not-yours', holder: ann });
    expect(answered().resume(ann).refused).toEqual({ refused: 'not-finishing' });
  });

  test('to answered by an operator’s message', () => {
    const step = finishing().reply(ann);
    expect(kinds(step)).toEqual(['resumed', 'answered']);
    expect(step.dialog).toMatchObject({ state: 'answered', operatorId: ann });
  });

  test('to client-wrote by a client’s message that is no vote', () => {
    const step = finishing().clientWrites();
    expect(kinds(step)).toEqual(['resumed', 'client-wrote']);
    expect(step.dialog).toMatchObject({ state: 'client-wrote', operatorId: ann });
  });

  test('and to the queue, if its operator is still unavailable', () => {
    expect(finishing().away(ann).clientWrites().dialog).toMatchObject({ state: 'offered', operatorId: bob });
  });

  test('and to the queue, if nobody held it', () => {
    const story = answered({ autoActions: { ...bye, clientSilent: { hours: 24, then: 'text' } } });
    story.away(ann, bob).transferToLine(ann, lineId(1));
    expect(story.later(day).timePasses().dialog).toMatchObject({ state: 'finishing', operatorId: null });
    const step = story.back(ann, bob).clientWrites();
    expect(step.facts.at(-1)).toMatchObject({ fact: 'offered', after: 'reopened' });
  });

  test('by transfer and take-over', () => {
    expect(finishing().transfer(ann, bob).dialog).toMatchObject({ state: 'answered', operatorId: bob });
    expect(finishing().transfer(ann, ann).dialog).toMatchObject({ state: 'answered', operatorId: ann });
    expect(finishing().takeOver(bob).dialog).toMatchObject({ state: 'answered', operatorId: bob });
    expect(finishing().transferToLine(ann, lineId(2)).dialog).toMatchObject({ state: 'offered', lineId: lineId(2) });
  });
});

describe('client-silent', () => {
  const silent = { ...bye, clientSilent: { hours: 4 as const, then: 'text' as const } };

  test('with a text sends it and the request, and makes the dialog finishing', () => {
    const story = answered({ autoActions: silent });
    expect(story.later(4 * hour - 1).timePasses().facts).toEqual([]);
    const step = story.later(1).timePasses();
    expect(texts(step)).toEqual(['client-silent', 'rate']);
    expect(step.dialog).toMatchObject({ state: 'finishing', because: 'client-silent', operatorId: ann });
    expect(story.later(hour).timePasses().dialog).toMatchObject({ state: 'closed', because: 'client-silent' });
  });

  test('without a text closes at once and sends nothing', () => {
    const story = answered({ autoActions: { ...bye, clientSilent: { hours: 4, then: 'close' } } }).later(4 * hour);
    expect(story.timePasses()).toMatchObject({ dialog: { state: 'closed', because: 'client-silent' }, effects: [] });
  });

  test('never sends its text and the closing text both', () => {
    const story = finishing({ autoActions: silent });
    story.resume(ann);
    expect(texts(story.later(4 * hour).timePasses())).toEqual([]);
    const other = answered({ autoActions: silent }).later(4 * hour);
    other.timePasses();
    other.resume(ann);
    expect(texts(other.finish(ann))).toEqual([]);
  });

  test('off means 31 days', () => {
    const story = answered({ autoActions: { ...bye, clientSilent: { hours: null } } });
    expect(story.later(31 * day - 1).timePasses().facts).toEqual([]);
    expect(story.later(1).timePasses().dialog).toMatchObject({ state: 'closed', because: 'client-silent' });
  });
});

test('everything else closes at once and sends nothing', () => {
  for (const because of ['forced', 'spam', 'duplicate', 'channel-removed', 'line-deleted', 'erased'] as const)
    expect(answered().close(because)).toMatchObject({ dialog: { state: 'closed', because }, effects: [] });
});

describe('spam', () => {
  test('closes without a word, and the next message opens a dialog', () => {
    const story = answered();
    expect(story.close('spam')).toMatchObject({ dialog: { because: 'spam' }, effects: [] });
    expect(kinds(story.clientWrites())[0]).toBe('opened');
  });

  test('and block keeps the client’s later messages on his card', () => {
    const step = answered().when(1, { event: 'close', by: bob, because: 'spam', blocks: true });
    expect(step.facts).toMatchObject([{ fact: 'closed', because: 'spam', by: bob, blocks: true }]);
    expect(step.effects).toEqual([{ effect: 'block-client' }]);
  });
});

describe('a vote', () => {
  const asks = { rating: { ask: true } };

  test('by text is awaited from the request until the vote', () => {
    const story = answered(asks);
    expect(kinds(story.says(1, { vote: 'good' }))).toEqual(['client-wrote']);
    story.finish(ann);
    const step = story.says(1, { vote: 'bad' });
    expect(kinds(step)).toEqual(['voted', 'said']);
    expect(texts(step)).toEqual(['thanks-bad']);
    expect(step.dialog?.rating).toMatchObject({ vote: 'bad', operatorId: ann });
    expect(kinds(story.says(1, { vote: 'good' }))).toEqual(['resumed', 'client-wrote']);
  });

  test('by text is awaited until the time limit, by the setting as it is now', () => {
    const story = finishing(asks);
    story.later(hour).timePasses();
    expect(kinds(story.later(23 * hour - 1).says(1, { vote: 'good' }))).toEqual(['voted', 'said']);
    const late = finishing(asks).later(day);
    late.timePasses();
    expect(kinds(late.says(1, { vote: 'good' }))[0]).toBe('opened');
    const lengthened = finishing(asks).later(day);
    lengthened.timePasses();
    lengthened.line({ rating: { ...lengthened.world.lines[lineId(1)]!.rating, limitDays: null } });
    expect(kinds(lengthened.says(1, { vote: 'good' }))[0]).toBe('voted');
  });

  test('after closing reopens, is recorded and closes again in one step; closing time and reason stay', () => {
    const story = finishing({ rating: { ask: true, closeAfter: true } });
    const closed = story.later(hour).timePasses().dialog;
    const step = story.later(hour).says(1, { vote: 'good' });
    expect(step.dialog).toMatchObject({ state: 'closed', because: 'finished', closedAt: noon + hour });
    expect(step.dialog).toMatchObject({ rating: { vote: 'good', votedAt: noon + 2 * hour } });
    expect(closed).toMatchObject({ closedAt: noon + hour });
  });

  test('by button names its dialog and counts later too', () => {
    const story = finishing();
    story.later(hour).timePasses();
    expect(story.later(30 * day).votes('good').dialog).toMatchObject({ state: 'closed', rating: { vote: 'good' } });
  });

  test('by button may be changed; the same again changes nothing', () => {
    const story = finishing();
    story.votes('bad');
    expect(story.votes('bad')).toMatchObject({ facts: [], refused: null });
    expect(story.votes('good').dialog?.rating).toMatchObject({ vote: 'good' });
  });

  test('counts for the operator who held the dialog at finishing', () => {
    const story = finishing();
    story.takeOver(bob);
    expect(story.votes('good').dialog?.rating).toMatchObject({ operatorId: ann });
  });

  test('in live chat may come during the dialog, if the line says so and an operator has answered', () => {
    expect(answered(asks, { via: 'live-chat' }).votes('good').dialog).toMatchObject({
      state: 'answered',
      rating: { vote: 'good', operatorId: ann },
    });
    expect(answered(asks).votes('good').refused).toEqual({ refused: 'not-asked' });
    const off = { rating: { ask: true, duringDialog: false } };
    expect(answered(off, { via: 'live-chat' }).votes('good').refused).toEqual({ refused: 'not-asked' });
    const closed = answered(asks, { via: 'live-chat' });
    closed.close('forced');
    expect(closed.votes('good').refused).toEqual({ refused: 'not-asked' });
    const story = given(aWorld({ lines: [aLine(asks)] }));
    story.says(1, {}, { via: 'live-chat' });
    expect(story.votes('good').refused).toEqual({ refused: 'no-operator' });
  });

  test('is refused in an inactive line, and by text is a message there', () => {
    const story = finishing().line({ active: false });
    expect(story.votes('good').refused).toEqual({ refused: 'line-inactive' });
    expect(kinds(story.says(1, { vote: 'good' }))).toEqual(['resumed', 'client-wrote']);
  });

  test('is no vote before a request, nor the client’s 0 to a bot', () => {
    const story = answered();
    expect(story.says(1, { vote: 'bad', callsPerson: true }).dialog).toMatchObject({
      state: 'client-wrote',
      rating: null,
    });
  });
});

describe('the manager’s mark', () => {
  const mark = (stars: number) => ({ event: 'mark', by: bob, stars }) as const;

  test('is on any dialog with an operator, open or closed, and the operator is told', () => {
    const story = answered();
    const step = story.when(1, mark(4));
    expect(step).toMatchObject({ dialog: { stars: 4 }, effects: [{ effect: 'tell-mark', operatorId: ann, stars: 4 }] });
    story.close('forced');
    expect(story.when(1, mark(5))).toMatchObject({ dialog: { state: 'closed', stars: 5 } });
    expect(story.when(1, mark(5))).toMatchObject({ facts: [], effects: [], refused: null });
  });

  test('is refused where nobody had it', () => {
    const story = given(aWorld({ people: [aPerson({ awaySince: noon })] }));
    story.clientWrites();
    expect(story.when(1, mark(1)).refused).toEqual({ refused: 'no-operator' });
    expect(story.when(7, mark(1)).refused).toEqual({ refused: 'no-dialog' });
  });
});
