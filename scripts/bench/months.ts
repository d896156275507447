import { fillMonths } from '../../apps/api/src/seed/months.ts';
import { ground, type Ground } from './ground.ts';

/** A ground whose company has a year of dialogs, on three lines and five channels, of twelve operators in three departments. */
export type FilledGround = Ground & { companyId: string; dialogs: number; lineIds: string[]; operatorIds: string[] };

const operators = 12;

/** Makes it and fills it with so many dialogs, saying how far it has come. */
export async function filledGround(dialogs: number, say: (sentence: string) => void): Promise<FilledGround> {
  const place = await ground(operators);
  try {
    const { client, company, owner } = place;
    const call = async <T>(path: string, input: object): Promise<T> =>
      (await client.rpc<T>(path, 'mutation', input, company.admin.cookie)).data;
    const operatorIds = company.operators.map(({ employeeId }) => employeeId);
    for (const [number, name] of ['Sales', 'Service', 'Abroad'].entries()) {
      const { department } = await call<{ department: { departmentId: string } }>('people.createDepartment', {
        name,
        parentId: null,
      });
      for (const employeeId of operatorIds.slice(number * 4, number * 4 + 4))
        await call('people.putIntoDepartment', { employeeId, departmentId: department.departmentId });
    }
    const lineIds = [company.lineId];
    for (const name of ['Service', 'Abroad']) {
      const { lineId } = await call<{ lineId: string }>('lines.create', { name });
      lineIds.push(lineId);
      await call('channels.addLiveChat', { lineId, name: `${name} desk` });
    }
    await call('channels.addLiveChat', { lineId: company.lineId, name: 'Shop' });
    for (const [number, lineId] of lineIds.entries()) {
      const lines = await client.rpc<{ version: number }>('lines.get', 'query', { lineId }, company.admin.cookie);
      const members = operatorIds.filter((_, place) => number === 0 || place % 3 !== number);
      await call('lines.save', {
        lineId,
        version: lines.data.version,
        changes: {
          'queue.members': members.map((employeeId) => ({ employeeId })),
          'kpi.first.seconds': 180,
          'kpi.further.minutes': 5,
        },
      });
    }
    // The company is filled while nobody uses it, on a server that is set for it.
    await place.stopApi();
    await owner.query(`alter system set max_wal_size = '8GB'`);
    await owner.query('select pg_reload_conf()');
    const { rows } = await owner.query<{ company_id: string }>('select company_id from company');
    const companyId = rows[0]?.company_id ?? '';
    const began = performance.now();
    const filled = await fillMonths(place.databaseUrl, {
      companyId,
      dialogs,
      months: 12,
      seed: 1,
      until: Date.now(),
      open: 0,
      say,
    });
    const seconds = ((performance.now() - began) / 1_000).toFixed(0);
    const megabytes = (process.resourceUsage().maxRSS / 1_024).toFixed(0);
    say(
      `${filled.dialogs} dialogs with ${filled.messages} messages are there after ${seconds} s, by a process of ${megabytes} MB at most.`,
    );
    await owner.query('alter system reset max_wal_size');
    await owner.query('select pg_reload_conf()');
    await owner.query('vacuum');
    await place.restart();
    return { ...place, companyId, dialogs, lineIds, operatorIds };
  } catch (error) {
    await place.stop();
    throw error;
  }
}
