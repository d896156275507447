import { deeds, dialogFilter, facets, presets, type DialogFilter } from '@switchboard/domain/statistics';
import { closeReasons, listedStates } from '@switchboard/domain/dialog';
import { describe, expect, it } from 'vitest';

import { dialogsHref, filterIn, filterNames, searchOf } from './dialogs-href.ts';

const id = (last: number): string => `018f0000-0000-7000-8000-00000000000${last}`;
const read = (text: string) => filterIn(new URLSearchParams(text));
const everything: DialogFilter = {
  search: 'delivery, "today" & #1024',
  period: { from: '2026-01-01', until: '2026-01-31' },
  lines: [id(1), id(2)],
  channels: [id(3)],
  operators: [id(4), id(5)],
  departments: [id(6)],
  offeredTo: [id(4)],
  states: [...listedStates],
  facets: [...facets],
  closeReasons: [...closeReasons],
  vote: 'bad',
  stars: [1, 2],
  did: 'missed',
  firstAnswer: { atLeast: 60, atMost: 300 },
  handling: { atMost: 3_600 },
  clientId: id(7),
  opened: { weekday: 6, hour: 0 },
};

describe('the filter in the address', () => {
  it('says everything that a list can be narrowed by', () => {
    expect(Object.keys(everything).toSorted()).toEqual(Object.keys(dialogFilter.shape).toSorted());
    expect([...searchOf(everything).keys()].toSorted()).toEqual([...filterNames].toSorted());
  });

  it.each([
    ['everything at once', everything],
    ['nothing', {}],
    ...Object.entries(everything).map(([key, value]): [string, DialogFilter] => [key, { [key]: value }]),
    ...presets.map((preset): [string, DialogFilter] => [preset, { period: { preset } }]),
    ...deeds.map((did): [string, DialogFilter] => [did, { did }]),
    ['a length without an upper end', { firstAnswer: { atLeast: 0 } }],
  ])('is read as it was written: %s', (_, filter) => {
    expect(filterIn(searchOf(filter))).toEqual(filter);
  });

  it.each([
    ['a state that does not exist', 'state=lost', {}],
    ['one of several', `state=lost,closed&line=1,${id(1)}`, { states: ['closed'], lines: [id(1)] }],
    ['what is no id', 'line=1&operator=x&client=9', {}],
    ['an empty search', 'search=%20%20', {}],
    ['a period that ends before it begins', 'period=2026-02-01..2026-01-01', {}],
    ['a period of ten years and a day', 'period=2000-01-01..2026-01-01', {}],
    ['a day that is in no calendar', 'period=2026-02-30..2026-03-01', {}],
    ['a preset that does not exist', 'period=for-ever', {}],
    ['an hour that no day has', 'opened=monday-24', {}],
    ['a weekday that no week has', 'opened=funday-3', {}],
    ['a weekday without an hour', 'opened=monday', {}],
    ['stars beyond five', 'stars=0,6,5', { stars: [5] }],
    ['lengths that are none', 'first=..&handling=x..y', {}],
    ['a length beyond a year', 'first=99999999..', {}],
    ['the same twice', `line=${id(1)},${id(1)}`, { lines: [id(1)] }],
    ['names of other things', 'view=history&sort=number', {}],
  ])('leaves out %s', (_, text, filter) => {
    expect(read(text)).toEqual(filter);
  });

  it('cuts a search that is too long', () => {
    expect(read(`search=${'a'.repeat(900)}`).search).toHaveLength(200);
  });

  it('leads to the list', () => {
    expect(dialogsHref({})).toBe('/dialogs');
    expect(dialogsHref({ period: { preset: 'last-week' }, vote: 'bad' })).toBe('/dialogs?period=last-week&vote=bad');
  });
});
