import { describe, expect, it } from 'vitest';

import { queueSettings, type QueueSettings } from '@switchboard/domain/queue';

import type { Crew, CrewPerson } from '../../rpc/shapes.ts';
import { foresee } from './preview.ts';

const lineId = '018f0000-0000-7000-8000-000000000100';
const id = (number: number) => `018f0000-0000-7000-8000-${String(number).padStart(12, '0')}`;
const [anna, boris, clara] = [id(1), id(2), id(3)];
const now = Date.UTC(2026, 4, 12, 12);

function aPerson(employeeId: string, over: Partial<CrewPerson> = {}): CrewPerson {
  return {
    employeeId,
    name: '',
    surname: '',
    photo: null,
    position: '',
    dismissedAt: null,
    awaySince: null,
    workday: null,
    absent: [],
    connectedAt: now,
    usedAt: now,
    assignedAt: null,
    holds: [],
    ...over,
  };
}

function aQueue(over: Partial<QueueSettings> = {}): QueueSettings {
  return queueSettings.parse({
    members: [anna, boris, clara].map((employeeId) => ({ employeeId })),
    distribution: 'strictly',
    ...over,
  });
}

function told(
  queue: QueueSettings,
  people: CrewPerson[] = [aPerson(anna), aPerson(boris), aPerson(clara)],
  members = [anna, boris, clara],
  departments: Crew['departments'] = [],
): string[] {
  const crew: Crew = { now, people, crew: members, departments };
  return foresee({ lineId, queue, crew }).map((step) =>
    step.step === 'one' ? step.employeeId : step.step === 'all' ? step.employeeIds.join(' ') : step.because,
  );
}

describe('what the draft of a queue means', () => {
  it('goes down the list when it hands out strictly', () => {
    expect(told(aQueue())).toEqual([anna, boris, clara]);
  });

  it('follows the order of the draft, not of the list in force', () => {
    expect(told(aQueue({ members: [{ employeeId: clara }, { employeeId: anna }] }))).toEqual([clara, anna]);
  });

  it('passes over who is away, and goes on minding him while offers run out', () => {
    expect(
      told(aQueue({ offerMinutes: 30 }), [aPerson(anna, { awaySince: now }), aPerson(boris), aPerson(clara)]),
    ).toEqual([boris, clara]);
  });

  it('asks everybody where availability is not checked', () => {
    expect(
      told(aQueue({ checkAvailability: false }), [
        aPerson(anna, { connectedAt: null }),
        aPerson(boris),
        aPerson(clara),
      ]),
    ).toEqual([anna, boris, clara]);
  });

  it('begins evenly with the longest without', () => {
    const people = [
      aPerson(anna, { assignedAt: now - 1 }),
      aPerson(boris, { assignedAt: now - 3 }),
      aPerson(clara, { assignedAt: now - 2 }),
    ];
    expect(told(aQueue({ distribution: 'evenly' }), people)).toEqual([boris, clara, anna]);
  });

  it('puts a newcomer at the back of an even queue', () => {
    const people = [aPerson(anna), aPerson(boris, { assignedAt: now - 5 }), aPerson(clara, { assignedAt: now - 2 })];
    expect(told(aQueue({ distribution: 'evenly' }), people, [boris, clara])).toEqual([boris, clara, anna]);
  });

  it('asks all at once', () => {
    expect(told(aQueue({ distribution: 'all' }))).toEqual([`${anna} ${boris} ${clara}`]);
  });

  it('asks the people of a department in its place, without the head', () => {
    const sales = { id: id(50), parentId: null, headId: anna, name: 'Sales', memberIds: [anna, clara] };
    const queue = aQueue({ members: [{ departmentId: sales.id }, { employeeId: boris }] });
    expect(told(queue, undefined, [boris], [sales])).toEqual([clara, boris]);
  });

  it('passes over who is absent or has not begun the day', () => {
    const people = [
      aPerson(anna, { absent: [{ from: now - 1, until: now + 86_400_000 }] }),
      aPerson(boris, { workday: { state: 'ended', since: now - 1 } }),
      aPerson(clara),
    ];
    expect(told(aQueue(), people)).toEqual([clara]);
  });

  it('says that nobody is there', () => {
    const gone = { connectedAt: null };
    expect(told(aQueue(), [aPerson(anna, gone), aPerson(boris, gone), aPerson(clara, gone)])).toEqual([
      'nobody-available',
    ]);
  });

  it('counts slots by the draft', () => {
    const busy = aPerson(anna, { holds: [{ dialogId: 1, lineId, state: 'answered', everAnswered: true }] });
    expect(told(aQueue({ limit: 1, notCounted: 'closed' }), [busy, aPerson(boris), aPerson(clara)])[0]).toBe(boris);
    expect(
      told(aQueue({ limit: 1, notCounted: 'waiting-for-client' }), [busy, aPerson(boris), aPerson(clara)])[0],
    ).toBe(anna);
  });
});
