import { describe, expect, it } from 'vitest';

import { isNarrowed, shownIn, withShown } from './record-filter.ts';

const one = '018f0000-0000-7000-8000-000000000100';
const read = (text: string) => shownIn('lead', new URLSearchParams(text));

describe('what the address of a list of records says', () => {
  it('begins with the board of everything', () => {
    expect(read('')).toEqual({
      view: 'board',
      sort: 'changed',
      pipelineId: null,
      column: null,
      filter: { kind: 'lead' },
    });
    expect(isNarrowed(read(''))).toBe(false);
  });

  it('shows contacts as a table whatever it says', () => {
    expect(shownIn('contact', new URLSearchParams('view=board')).view).toBe('table');
  });

  it.each([
    ['reads a stage and a state of a table', `view=table&stage=${one}&state=won`, { stageId: one, state: 'won' }],
    ['knows of neither on a board', `stage=${one}&state=won`, {}],
    ['reads nobody', 'responsible=nobody', { nobodys: true }],
    ['reads somebody', `responsible=${one}`, { responsibleId: one }],
    ['reads days', 'from=2026-11-01&to=2026-11-30', { createdFrom: '2026-11-01', createdTo: '2026-11-30' }],
    ['leaves out a day that no calendar has', 'from=2026-02-30', {}],
    ['leaves out what is no id', 'responsible=me&stage=1&view=table', {}],
    ['reads words', 'search=%20ada%20&source=Fair', { search: 'ada', source: 'Fair' }],
  ])('%s', (_, text, filter) => expect(read(text).filter).toEqual({ kind: 'lead', ...filter }));

  it('changes one thing, keeps the rest and forgets what is emptied', () => {
    const search = new URLSearchParams('view=table&search=a');
    expect(withShown('/leads', search, { search: '' })).toBe('/leads?view=table');
    expect(withShown('/leads', search, { view: '', search: '', sort: 'name' })).toBe('/leads?sort=name');
  });
});
