import { expect, test } from 'vitest';

import { ann } from '../testing/index.ts';
import { lineName, lineSettings, newLineSettings } from './index.ts';

test('a new line is answered by its creator', () => {
  const settings = newLineSettings(ann);
  expect(settings.queue.members).toEqual([{ employeeId: ann }]);
  expect(lineSettings.parse(settings)).toEqual(settings);
});

test.each([
  ['  ', 'line.name.empty'],
  ['x'.repeat(101), 'line.name.long'],
])('the name %j is refused', (name, message) => {
  expect(lineName.safeParse(name).error?.issues[0]?.message).toBe(message);
});

test('a name is kept without the spaces around it', () => expect(lineName.parse('  Sales ')).toBe('Sales'));
