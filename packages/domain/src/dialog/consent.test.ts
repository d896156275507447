import { describe, expect, test } from 'vitest';

import { day } from '../people/index.ts';
import { aLine, ann, aWorld, given, kinds, noon, patient, texts, uuid } from '../testing/index.ts';
import { vias, type Via } from './index.ts';

const agreement = uuid('b', 60);
const bot = uuid('b', 50);
type Given = NonNullable<Parameters<typeof aLine>[0]>;
const asks = (hold: { liveChat?: boolean; messengers?: boolean } = {}, rest: Given = {}) =>
  given(
    aWorld({
      lines: [
        aLine({
          queue: { distribution: 'strictly', members: [ann] },
          agreement: { ask: true, agreementId: agreement, hold },
          autoActions: patient,
          ...rest,
        }),
      ],
      agreements: { [agreement]: 1 },
      bots: [bot],
    }),
  );
const held = (via: Via) => {
  const story = asks({ liveChat: true, messengers: true });
  story.says(1, {}, { via });
  return story;
};

describe('a line that asks for consent', () => {
  test('sends the text and goes on, where nothing is held', () => {
    const step = asks().says(1, {}, { via: 'text' });
    expect(kinds(step)).toEqual(['opened', 'client-wrote', 'consent-asked', 'said', 'offered']);
    expect(texts(step)).toEqual(['consent']);
    expect(step.dialog).toMatchObject({ consent: 'asked', state: 'offered' });
  });

  test.each([
    ['live-chat', {}, 'held'],
    ['live-chat', { liveChat: false }, 'offered'],
    ['buttons', {}, 'offered'],
    ['text', { messengers: true }, 'held'],
    ['buttons', { messengers: true }, 'held'],
    ['group', { messengers: true }, 'offered'],
  ] as const)('in %s, with hold %j: %s', (via, hold, state) => {
    expect(asks(hold).says(1, {}, { via }).dialog).toMatchObject({ state });
  });

  test('does not ask who has consented, in a group, or where there is no version to accept', () => {
    expect(kinds(asks().says(1, {}, { consented: true }))).not.toContain('consent-asked');
    expect(kinds(asks().says(1, {}, { via: 'group' }))).not.toContain('consent-asked');
    const story = asks();
    story.world.agreements = {};
    expect(kinds(story.clientWrites())).not.toContain('consent-asked');
  });

  test('sends the consent text in an inactive line too, and nothing else', () => {
    const story = asks({}, { autoActions: { welcome: { on: true, when: 'each-dialog' } } }).line({ active: false });
    expect(texts(story.clientWrites())).toEqual(['consent']);
  });
});

describe('held: sealed, not routed, no clocks', () => {
  test.each(vias.filter((via) => via !== 'group'))(
    'in %s it says nothing but the consent and is offered to nobody',
    (via) => {
      const story = held(via);
      const { dialog } = story.tryWaiting();
      expect(dialog).toMatchObject({ state: 'held', unacceptedSince: null, burstAt: null, asked: [] });
      expect(story.history.get(1)!.map(({ fact }) => fact)).toEqual([
        'opened',
        'client-wrote',
        'consent-asked',
        'said',
      ]);
      expect(story.later(7 * day - 1).timePasses().facts).toEqual([]);
    },
  );

  test('nobody accepts it, takes it over, hands it on, joins it or writes in it', () => {
    const story = held('buttons');
    expect(story.accept(ann).refused).toEqual({ refused: 'not-offered' });
    for (const step of [
      story.takeOver(ann),
      story.transfer(ann, ann),
      story.join(ann),
      story.reply(ann),
      story.echo(ann),
    ])
      expect(step.refused).toEqual({ refused: 'held' });
  });

  test('it remembers who is responsible, and is not offered to him', () => {
    expect(held('buttons').recognised(ann)).toMatchObject({ dialog: { state: 'held', responsible: ann } });
  });

  test('what the CRM said meanwhile routes it after the consent', () => {
    const story = held('buttons');
    story.recognised(ann);
    expect(story.consents(true).facts.at(-1)).toMatchObject({ fact: 'offered', because: 'responsible' });
  });
});

describe('the consent', () => {
  test('is the client’s next message, where the channel has no buttons', () => {
    const step = held('text').clientWrites();
    expect(kinds(step)).toEqual(['client-wrote', 'consented', 'offered']);
    expect(step.dialog).toMatchObject({ consent: 'given', state: 'offered', operatorId: ann });
    expect(step.effects).toContainEqual({
      effect: 'record-consent',
      to: { agreementId: agreement, version: 1 },
      accepts: true,
      how: 'continued-writing',
      messageId: expect.stringMatching(/2$/) as string,
    });
  });

  test.each(['buttons', 'live-chat'] as const)('in %s with hold only a button counts', (via) => {
    const story = held(via);
    expect(story.clientWrites()).toMatchObject({ dialog: { state: 'held', consent: 'asked' } });
    expect(story.consents(true)).toMatchObject({ dialog: { state: 'offered', consent: 'given' } });
  });

  test.each(['buttons', 'text', 'live-chat'] as const)(
    'in %s without hold it is the next message or the button',
    (via) => {
      const open = () => {
        const story = asks({ liveChat: false });
        story.says(1, {}, { via });
        return story;
      };
      expect(kinds(open().clientWrites())).toEqual(['client-wrote', 'consented']);
      expect(kinds(open().consents(true))).toEqual(['consented']);
    },
  );

  test('is not the message that opened the chat', () => {
    expect(asks().clientWrites().dialog).toMatchObject({ consent: 'asked' });
  });

  test('starts the clocks of what was held', () => {
    const story = held('buttons').later(day);
    expect(story.consents(true).dialog).toMatchObject({
      unacceptedSince: noon + day,
      burstAt: noon + day,
      unansweredSince: noon,
    });
  });

  test('lets the bot go first and the welcome go, as at the opening', () => {
    const welcome = { ...patient, welcome: { on: true, when: 'each-dialog' as const } };
    const hold = { messengers: true };
    const withBot = asks(hold, { autoActions: welcome, bot: { first: true, botId: bot } });
    withBot.says(1, {}, { via: 'buttons' });
    expect(withBot.consents(true)).toMatchObject({ dialog: { state: 'with-bot' }, facts: [{}, { fact: 'bot-took' }] });
    const without = asks(hold, { autoActions: welcome });
    without.says(1, {}, { via: 'buttons' });
    expect(texts(without.consents(true))).toEqual(['welcome']);
  });

  test('a second press of the same button changes nothing, nor does one where nothing was asked', () => {
    const story = held('buttons');
    story.consents(true);
    expect(story.consents(true)).toMatchObject({ facts: [], refused: null });
    const unasked = given(aWorld());
    unasked.clientWrites();
    expect(unasked.consents(false)).toMatchObject({ facts: [], refused: null });
  });
});

describe('declined or seven days', () => {
  test('a held one closes as no-consent, its content erased', () => {
    const step = held('buttons').consents(false);
    expect(kinds(step)).toEqual(['consent-declined', 'closed']);
    expect(step.dialog).toMatchObject({ state: 'closed', because: 'no-consent' });
    expect(step.effects).toMatchObject([{ effect: 'record-consent', accepts: false }, { effect: 'erase-content' }]);
  });

  test('after seven days as well', () => {
    const step = held('text')
      .later(7 * day)
      .timePasses();
    expect(step.dialog).toMatchObject({ state: 'closed', because: 'no-consent' });
    expect(step.effects).toEqual([{ effect: 'erase-content' }]);
  });

  test('where nothing was held declining is noted, and later writing is no consent', () => {
    const story = asks();
    story.clientWrites();
    expect(kinds(story.consents(false))).toEqual(['consent-declined']);
    expect(story.clientWrites().dialog).toMatchObject({ state: 'offered', consent: 'declined' });
    expect(story.consents(true).dialog).toMatchObject({ consent: 'given' });
  });
});

describe('a version', () => {
  const to = (version: number) => ({ agreementId: agreement, version });

  test('is named by what was asked and by what was accepted', () => {
    const story = held('buttons');
    expect(story.dialogs.get(1)?.consentTo).toEqual(to(1));
    expect(story.consents(true, 1, { to: to(1) }).facts[0]).toMatchObject({ fact: 'consented', ...to(1) });
  });

  test('that is older than what the dialog asks is noted as accepted, and opens nothing', () => {
    const story = asks({ messengers: true });
    story.world.agreements = { [agreement]: 2 };
    story.says(1, {}, { via: 'buttons' });
    expect(story.consents(true, 1, { to: to(1) })).toMatchObject({
      facts: [],
      effects: [{ effect: 'record-consent', to: to(1), accepts: true }],
      dialog: { state: 'held', consent: 'asked' },
    });
  });

  test('may be accepted by the button of a dialog that is over, or in a form before there is one', () => {
    const story = held('buttons');
    story.later(7 * day).timePasses();
    expect(story.consents(true, 1, { to: to(1) }).effects).toMatchObject([{ effect: 'record-consent', accepts: true }]);
    expect(asks().consents(true, 1, { to: to(1) })).toMatchObject({
      refused: null,
      effects: [{ effect: 'record-consent', to: to(1) }],
    });
  });

  test('pressed twice is consented once', () => {
    const story = held('buttons');
    story.consents(true, 1, { to: to(1) });
    expect(story.consents(true, 1, { to: to(1) })).toMatchObject({ facts: [], effects: [] });
  });
});

describe('a chat is asked once', () => {
  const open = (via: Via, asked: 'open' | 'declined', hold: Parameters<typeof asks>[0] = {}) =>
    asks(hold).says(1, {}, { via, asked });

  test.each(['text', 'buttons'] as const)('whoever opens a dialog later has written on, in %s', (via) => {
    const step = open(via, 'open');
    expect(kinds(step)).toEqual(['opened', 'client-wrote', 'consented', 'offered']);
    expect(step.effects[0]).toMatchObject({ how: 'continued-writing', to: { agreementId: agreement, version: 1 } });
  });

  test.each([
    ['buttons', { messengers: true }],
    ['live-chat', { liveChat: true }],
  ] as const)('but where only a button counts, in %s with hold, he is asked again', (via, hold) => {
    expect(open(via, 'open', hold)).toMatchObject({ dialog: { state: 'held' } });
  });

  test('where he said no he is not asked again, unless nothing goes on without it', () => {
    expect(kinds(open('buttons', 'declined'))).toEqual(['opened', 'client-wrote', 'offered']);
    expect(open('buttons', 'declined', { messengers: true })).toMatchObject({ dialog: { state: 'held' } });
  });
});

describe('what is sealed when it closes', () => {
  test.each(['forced', 'spam', 'duplicate', 'channel-removed', 'line-deleted', 'erased'] as const)(
    'as %s is erased: nobody ever reads it',
    (because) => {
      expect(held('buttons').close(because).effects).toContainEqual({ effect: 'erase-content' });
    },
  );

  test('and nothing is erased of one that was not', () => {
    const story = held('buttons');
    story.consents(true);
    expect(story.close('forced').effects).not.toContainEqual({ effect: 'erase-content' });
  });
});

describe('a sealed dialog whose line asks otherwise by now', () => {
  const line = (agreementTab: object) => ({
    agreement: { ask: true, agreementId: agreement, hold: { liveChat: true, messengers: true }, ...agreementTab },
  });

  test.each([
    ['no longer asks', line({ ask: false })],
    ['no longer holds anything back', line({ hold: { liveChat: false, messengers: false } })],
  ])('%s: goes its way when it is looked at again, and when the client writes', (_, change) => {
    const looked = held('buttons').line(change).timePasses();
    expect(kinds(looked)).toEqual(['unsealed', 'offered']);
    const wrote = held('buttons').line(change).clientWrites();
    expect(kinds(wrote)).toEqual(['client-wrote', 'unsealed', 'offered']);
  });

  test('asks for a newer version: that one opens it too', () => {
    const story = held('live-chat');
    story.world.agreements = { [agreement]: 2 };
    const step = story.consents(true, 1, { to: { agreementId: agreement, version: 2 } });
    expect(step.facts[0]).toMatchObject({ fact: 'consented', version: 2 });
    expect(step.dialog).toMatchObject({ state: 'offered' });
  });

  test('still holds it back: it stays', () => {
    expect(kinds(held('buttons').timePasses())).toEqual([]);
  });
});
