import { expect, test } from 'vitest';

import { states, type State } from '../dialog/index.ts';
import { facetsOf } from './facets.ts';
import type { Summary } from './summary.ts';

const inState = (state: State) => ({ state }) as Summary;

test('an open dialog is in somebody’s hands or in nobody’s, a closed one in neither', () => {
  const of = (facet: 'somebodys' | 'nobodys') => states.filter((state) => facetsOf[facet](inState(state))).toSorted();
  expect(of('somebodys')).toEqual(['accepted', 'answered', 'client-wrote', 'finishing']);
  expect(of('nobodys')).toEqual(['held', 'offered', 'waiting', 'with-bot']);
});
