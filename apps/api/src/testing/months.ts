import { fillMonths, type MonthsFilled, type MonthsToFill } from '../seed/months.ts';
import { aCompany, anEmployee, anotherLine, callAs, saveLine, type Company, type TestApi } from './api.ts';

export type FilledCompany = Company & {
  timeZone: string;
  lines: { kept: string; open: string };
  channels: string[];
  /** Boris and Clara are in Sales, David in its part Abroad, Emil in Service. */
  operators: string[];
  departments: { sales: string; abroad: string; service: string };
};

/**
 * A company with three channels and two lines: one keeps hours, has goals and offers evenly, over the live chat and
 * Telegram; one is always open, asks everybody at once and asks for ratings. Its four operators are in three departments.
 */
export async function aCompanyToFill(api: TestApi, timeZone: string, telegramToken: string): Promise<FilledCompany> {
  const company = await aCompany(api, 'Kettles', { talks: true });
  await api.query('update company set time_zone = $2 where company_id = $1', [company.companyId, timeZone]);
  const admin = callAs(api, company.admin);
  const department = async (name: string, parentId: string | null): Promise<string> => {
    const made = await admin.people.createDepartment.mutate({ name, parentId });
    if (!made.created) throw new Error('no department');
    return made.department.departmentId;
  };
  const sales = await department('Sales', null);
  const abroad = await department('Abroad', sales);
  const service = await department('Service', null);
  const operators: string[] = [];
  for (const [name, departmentId] of [
    ['Boris', sales],
    ['Clara', sales],
    ['David', abroad],
    ['Emil', service],
  ] as const) {
    const { employeeId } = await anEmployee(api, company, 'operator', name);
    await admin.people.putIntoDepartment.mutate({ employeeId, departmentId });
    operators.push(employeeId);
  }
  await admin.channels.connectTelegram.mutate({ lineId: company.lineId, token: telegramToken });
  const open = await anotherLine(api, company, 'Service');
  await admin.channels.addLiveChat.mutate({ lineId: open, name: 'Service desk' });
  const members = operators.map((employeeId) => ({ employeeId }));
  await saveLine(api, company, {
    'queue.members': members,
    'queue.distribution': 'evenly',
    'queue.offerMinutes': 2,
    'hours.schedule': true,
    'hours.timeZone': timeZone,
    'kpi.first.seconds': 180,
    'kpi.further.minutes': 5,
  });
  await saveLine(api, company, { 'queue.members': members.slice(1), 'queue.distribution': 'all' }, open);
  const channels = (await admin.channels.list.query({})).map(({ channelId }) => channelId);
  const lines = { kept: company.lineId, open };
  return { ...company, timeZone, lines, channels, operators, departments: { sales, abroad, service } };
}

/** Fills it with months that end now, some dialogs still open. */
export async function filled(
  api: TestApi,
  company: FilledCompany,
  more: Partial<MonthsToFill> = {},
): Promise<MonthsFilled> {
  const { companyId } = company;
  const until = Math.floor(Date.now() / 1_000) * 1_000;
  return fillMonths(api.databaseUrl, { companyId, dialogs: 1_500, months: 9, seed: 7, until, open: 6, ...more });
}
