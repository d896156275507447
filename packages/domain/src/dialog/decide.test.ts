import { describe, expect, test } from 'vitest';

import { minute } from '../people/index.ts';
import { aLine, ann, aWorld, bob, eve, given, noon } from '../testing/index.ts';

describe('strictly', () => {
  const strictly = () =>
    given(aWorld({ lines: [aLine({ queue: { distribution: 'strictly', members: [ann, bob, eve] } })] }));

  test('starts from the top of the list for every new dialog', () => {
    const story = strictly();
    expect(story.clientWrites(1).dialog).toMatchObject({ state: 'offered', operatorId: ann, until: noon + 3 * minute });
    expect(story.clientWrites(2).dialog).toMatchObject({ state: 'offered', operatorId: ann });
  });

  test('not accepted in time goes to the next, and after the last from the beginning', () => {
    const story = strictly();
    story.clientWrites();
    for (const next of [bob, eve, ann, bob]) {
      expect(story.later(3 * minute).timePasses().dialog).toMatchObject({ state: 'offered', operatorId: next });
    }
  });
});
