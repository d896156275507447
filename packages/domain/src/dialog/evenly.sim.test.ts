import { describe, expect, test } from 'vitest';

import { aLine, aWorld, employeeId, given, seeded } from '../testing/index.ts';
import { inHandsOf } from './index.ts';

describe('evenly, while the crew is fixed, no slot is full and every first offer is accepted', () => {
  for (const crew of [1, 2, 3, 7, 20]) {
    test(`gives each of ${crew} the same number, give or take one`, () => {
      for (let seed = 1; seed <= 20; seed += 1) {
        const chance = seeded(seed);
        const members = Array.from({ length: crew }, (_, index) => employeeId(index + 1));
        const story = given(aWorld({ lines: [aLine({ queue: { distribution: 'evenly', members } })] }));
        const assigned = new Map(members.map((id) => [id, 0]));
        for (let id = 1; id <= 200; id += 1) {
          // Several dialogs of one batch share a moment: the order must hold within it too.
          if (chance.happens(0.5)) story.later(chance.below(60_000));
          // Who is responsible by the CRM has it past the queue: that changes nobody's turn either.
          if (chance.happens(0.1)) {
            story.says(1000 + id, {}, { responsible: chance.one(members)! });
            story.accept(inHandsOf(story.dialogs.get(1000 + id)!)!, 1000 + id);
          }
          const { dialog } = story.clientWrites(id);
          if (dialog?.state !== 'offered' || dialog.to !== 'one')
            throw new Error(`SIM_SEED=${seed}: #${id} was not offered to one`);
          assigned.set(dialog.operatorId, assigned.get(dialog.operatorId)! + 1);
          story.accept(dialog.operatorId, id);
          if (chance.happens(0.3)) story.reply(dialog.operatorId, id);
          if (chance.happens(0.3)) story.finish(dialog.operatorId, id);
          // A transfer sets no stamp: it changes nobody's turn.
          if (chance.happens(0.1)) story.transfer(dialog.operatorId, chance.one(members)!, id);
          const counts = [...assigned.values()];
          expect(Math.max(...counts) - Math.min(...counts), `seed ${seed}, after #${id}`).toBeLessThanOrEqual(1);
        }
      }
    });
  }
});
