import { queueSettings } from '@switchboard/domain/queue';
import { describe, expect, test } from 'vitest';

import { outgoingText, shownOperator } from './outgoing-text.ts';
import type { RuleEmployee } from './rules.ts';

const employeeId = 'a0a0a0a0-0000-4000-8000-000000000001';
const ann: RuleEmployee = {
  employeeId,
  roleIds: ['operator'],
  name: 'Ann',
  surname: 'Lee',
  position: 'Support',
  photo: 'https://example.test/ann.png',
  dismissedAt: null,
  departmentId: null,
  workday: null,
  absences: [],
};
const line = (given: object) => queueSettings.parse({ members: [{ employeeId }], ...given });
const own = { name: 'Anna of the shop', position: '', photo: '' };

describe('what a client sees of an operator', () => {
  test.each([
    ['the profile as it is now', {}, { name: 'Ann Lee', position: 'Support', photo: ann.photo }],
    [
      'what the line has in its place; an empty field falls back to the profile',
      { operatorData: 'replaced', replaced: { [employeeId]: own } },
      { name: 'Anna of the shop', position: 'Support', photo: ann.photo },
    ],
    [
      'the profile, where nothing stands in its place',
      { operatorData: 'replaced' },
      { name: 'Ann Lee', position: 'Support', photo: ann.photo },
    ],
    [
      'one name and picture for the line, where he is hidden',
      { operatorData: 'hidden', hidden: { name: 'The shop', position: '', photo: '' } },
      { name: 'The shop', position: '', photo: '' },
    ],
  ])('%s', (_, given, shown) => expect(shownOperator(line(given), ann)).toEqual(shown));
});

describe('where a channel shows no sender', () => {
  test.each([
    ['the first message of a burst begins with the name', {}, ann, ['Ann Lee:\nHello']],
    ['with the name the line shows', { operatorData: 'hidden', hidden: own }, ann, ['Anna of the shop:\nHello']],
    ['the next of the burst does not', {}, null, ['Hello']],
    ['nor any, where the line has that switched off', { nameInText: false }, ann, ['Hello']],
  ])('%s', (_, given, speaker, parts) =>
    expect(outgoingText('telegram', 'Hello', line(given), speaker)).toEqual(parts),
  );

  test('a text of the line itself begins with no name', () => {
    expect(outgoingText('telegram', 'Welcome', undefined, null)).toEqual(['Welcome']);
  });

  test('the live chat shows him beside the message', () => {
    expect(outgoingText('live-chat', 'Hello', line({}), ann)).toEqual(['Hello']);
  });
});
