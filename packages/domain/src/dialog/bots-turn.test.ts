import { describe, expect, test } from 'vitest';

import { hour, minute, second } from '../people/index.ts';
import {
  aLine,
  ann,
  aPerson,
  aWorld,
  bob,
  given,
  kinds,
  lineId,
  noon,
  patient,
  texts,
  uuid,
} from '../testing/index.ts';

const bot = uuid('b', 50);
type Given = NonNullable<Parameters<typeof aLine>[0]>;
const start = (tab: Given['bot'] = {}, rest: Given = {}, people = [aPerson({ id: bob })]) =>
  given(
    aWorld({
      lines: [
        aLine({
          queue: { distribution: 'strictly', members: [ann] },
          bot: { first: true, botId: bot, ...tab },
          autoActions: patient,
          ...rest,
        }),
        aLine({ id: lineId(2), queue: { distribution: 'strictly', members: [bob] } }),
      ],
      people,
      bots: [bot],
    }),
  );
const withBot = (tab: Given['bot'] = {}, rest: Given = {}) => {
  const story = start(tab, rest);
  story.clientWrites();
  return story;
};

describe('bot first', () => {
  test('it takes the dialog and is told', () => {
    const step = start().clientWrites();
    expect(kinds(step)).toEqual(['opened', 'client-wrote', 'bot-took']);
    expect(step.dialog).toMatchObject({ state: 'with-bot', botOwesSince: noon, unacceptedSince: null, burstAt: null });
    expect(step.effects).toMatchObject([{ effect: 'tell-bot', botId: bot, what: 'opened' }]);
  });

  test.each([
    ['each dialog', { when: 'each-dialog' }, {}, true],
    ['at first contact only, at the first', { when: 'first-contact' }, { firstContact: true }, true],
    ['at first contact only, at a later one', { when: 'first-contact' }, {}, false],
    ['off', { first: false }, {}, false],
    ['nobody chosen', { botId: null }, {}, false],
    ['one that cannot be given dialogs', { botId: uuid('b', 51) }, {}, false],
    ['in a group', {}, { via: 'group' }, false],
  ] as const)('%s: %s', (_, tab, opening, takes) => {
    expect(start(tab as Given['bot']).says(1, {}, opening).dialog?.state === 'with-bot').toBe(takes);
  });

  test('not in an inactive line', () => {
    expect(start().line({ active: false }).clientWrites().dialog).toMatchObject({ state: 'offered' });
  });

  test('no welcome where a bot takes it, at its hand-over neither', () => {
    const story = start({}, { autoActions: { welcome: { on: true, when: 'each-dialog' } } });
    expect(texts(story.clientWrites())).toEqual([]);
    expect(texts(story.when(1, { event: 'bot-hands-over', botId: bot, to: 'queue' }))).toEqual([]);
  });

  test('takes no slot, is offered to nobody and waits for nobody', () => {
    expect(withBot().world).toMatchObject({ held: {}, lines: { [lineId(1)]: { waiting: [] } } });
  });
});

describe('the bot’s turn', () => {
  test('its message goes to the client and is no answer for KPI', () => {
    const step = withBot().later(second).botWrites(bot);
    expect(step.dialog).toMatchObject({
      state: 'with-bot',
      repliedAt: null,
      oursAt: noon + second,
      botOwesSince: null,
    });
    expect(step.effects).toMatchObject([{ effect: 'deliver' }]);
  });

  test('it hears what the client writes', () => {
    expect(withBot().clientWrites().effects).toMatchObject([{ effect: 'tell-bot', what: 'client-wrote' }]);
  });

  test('it writes nothing in an inactive line', () => {
    expect(withBot().line({ active: false }).botWrites(bot).refused).toEqual({ refused: 'line-inactive' });
  });

  test('another bot, and one whose turn is over, are refused', () => {
    const story = withBot();
    expect(story.botWrites(uuid('b', 51)).refused).toEqual({ refused: 'not-with-bot' });
    story.takeOver(ann);
    expect(story.botWrites(bot).refused).toEqual({ refused: 'not-with-bot' });
  });

  test('its finish closes as by-bot without a rating', () => {
    const story = withBot({}, { rating: { ask: true }, autoActions: { finishing: { then: 'text' } } });
    const step = story.when(1, { event: 'bot-finishes', botId: bot });
    expect(step).toMatchObject({ dialog: { state: 'closed', because: 'by-bot', rating: null }, effects: [] });
  });
});

describe('the bot’s turn ends', () => {
  const toQueue = { state: 'offered', operatorId: ann, unacceptedSince: noon + minute, burstAt: noon + minute };

  test.each([
    ['when it hands over to the queue', { event: 'bot-hands-over', botId: bot, to: 'queue' }, 'handed-over'],
    ['when it fails', { event: 'bot-fails', botId: bot }, 'failed'],
  ] as const)('%s', (_, event, because) => {
    const step = withBot().later(minute).when(1, event);
    expect(step.facts[0]).toMatchObject({ fact: 'bot-left', because });
    expect(step.dialog).toMatchObject(toQueue);
    expect(step.effects).toContainEqual({ effect: 'tell-bot', botId: bot, what: 'over', messageId: null });
  });

  test('when the client’s 0 calls a person', () => {
    const step = withBot().later(minute).says(1, { callsPerson: true });
    expect(kinds(step)).toEqual(['client-wrote', 'bot-left', 'offered']);
    expect(step.dialog).toMatchObject(toQueue);
  });

  test('when it is silent for thirty seconds', () => {
    expect(
      withBot()
        .later(30 * second - 1)
        .timePasses().facts,
    ).toEqual([]);
    const step = withBot()
      .later(30 * second)
      .timePasses();
    expect(step.facts).toMatchObject([{ fact: 'bot-left', because: 'silent', stays: false }, { fact: 'offered' }]);
  });

  test('not while it owes nothing', () => {
    const story = withBot();
    story.botWrites(bot);
    expect(story.later(5 * minute).timePasses().facts).toEqual([]);
    story.clientWrites();
    expect(story.later(30 * second).timePasses().facts[0]).toMatchObject({ because: 'silent' });
  });

  test('after its time, by the setting as it is now', () => {
    const story = withBot({ handOverMinutes: 10 });
    story.botWrites(bot);
    expect(story.later(10 * minute - 1).timePasses().facts).toEqual([]);
    story.line({ bot: { ...story.world.lines[lineId(1)]!.bot, handOverMinutes: 5 } });
    expect(story.timePasses().facts).toMatchObject([{ fact: 'bot-left', because: 'time-over' }, {}]);
  });

  test('never by time where it never hands over', () => {
    const story = withBot({ handOverMinutes: null });
    story.botWrites(bot);
    expect(story.later(24 * hour).timePasses().facts).toEqual([]);
  });

  test.each([
    ['take-over', { event: 'take-over', by: ann }, 'taken-over', { state: 'accepted', operatorId: ann }],
    [
      'transfer to a person',
      { event: 'transfer', by: ann, to: { employeeId: bob, evenIfUnavailable: false } },
      'transferred',
      { state: 'accepted', operatorId: bob },
    ],
    [
      'transfer to a line',
      { event: 'transfer', by: ann, to: { lineId: lineId(2) } },
      'transferred',
      { state: 'offered' },
    ],
  ] as const)('by a %s', (_, event, because, becomes) => {
    const step = withBot().when(1, event);
    expect(step.facts[0]).toMatchObject({ fact: 'bot-left', because });
    expect(step.dialog).toMatchObject(becomes);
  });

  test('by a person’s message from the provider’s own app', () => {
    const step = withBot().echo(ann);
    expect(kinds(step)).toEqual(['bot-left', 'accepted', 'answered']);
    expect(step.dialog).toMatchObject({ state: 'answered', operatorId: ann, bot: { turn: 'over' } });
  });

  test('with the hand-over to a person, accepted on his behalf', () => {
    const to = { employeeId: bob };
    const step = withBot().when(1, { event: 'bot-hands-over', botId: bot, to });
    expect(step.facts).toMatchObject([{ fact: 'bot-left' }, { fact: 'transferred', by: null, because: 'by-bot' }]);
    expect(step.dialog).toMatchObject({ state: 'accepted', operatorId: bob });
  });

  test('not with a hand-over to somebody unavailable, which is refused', () => {
    const to = { employeeId: bob };
    const step = withBot().away(bob).when(1, { event: 'bot-hands-over', botId: bot, to });
    expect(step.refused).toEqual({ refused: 'unavailable', employeeId: bob, because: 'away' });
  });

  test('with the hand-over to another line, whose queue has it', () => {
    const to = { lineId: lineId(2) };
    const step = withBot().when(1, { event: 'bot-hands-over', botId: bot, to });
    expect(step.dialog).toMatchObject({ state: 'offered', lineId: lineId(2), operatorId: bob });
    expect(withBot().when(1, { event: 'bot-hands-over', botId: bot, to: { lineId: lineId(9) } }).refused).toEqual({
      refused: 'no-such-line',
    });
  });
});

describe('one that leaves at closing', () => {
  test('stays silent but receives events', () => {
    const story = withBot({ leaves: 'closing' });
    expect(story.takeOver(ann).dialog).toMatchObject({ bot: { turn: 'silent' } });
    expect(story.clientWrites().effects).toMatchObject([{ effect: 'tell-bot', botId: bot, what: 'client-wrote' }]);
    expect(story.botWrites(bot).refused).toEqual({ refused: 'not-with-bot' });
  });

  test.each(['failed', 'silent'])('is gone for good once it %s', (how) => {
    const story = withBot({ leaves: 'closing' });
    const step =
      how === 'failed' ? story.when(1, { event: 'bot-fails', botId: bot }) : story.later(30 * second).timePasses();
    expect(step.dialog).toMatchObject({ bot: { turn: 'over' } });
  });
});

test('client-silent counts from the bot’s last message and closes at once, without a word', () => {
  const silent = { clientSilent: { hours: 1 as const, then: 'text' as const }, finishing: { then: 'text' as const } };
  const story = withBot({ handOverMinutes: null }, { autoActions: silent });
  story.later(5 * second).botWrites(bot);
  expect(story.later(hour - 1).timePasses().facts).toEqual([]);
  expect(story.later(1).timePasses()).toMatchObject({
    dialog: { state: 'closed', because: 'client-silent' },
    effects: [],
  });
});
