import { Injectable } from '@nestjs/common';
import { Database, sql } from '@switchboard/db';
import { may } from '@switchboard/domain/access';

import { readPersons } from '../people/persons.ts';
import type { Viewer } from '../rpc/trpc.ts';
import { Changes } from './changes.ts';
import type { Me } from './company.shapes.ts';

const saveCompany = sql(
  'save-company',
  'update company set name = $2, language = $3, time_zone = $4 where company_id = $1',
);
const welcomed = sql(
  'company-welcomed',
  'update company set welcomed_at = coalesce(welcomed_at, now()) where company_id = $1',
);

/** The company itself: its name, language and time zone. */
@Injectable()
export class CompanyService {
  constructor(
    private readonly db: Database,
    private readonly changes: Changes,
  ) {}

  async me(viewer: Viewer): Promise<Me> {
    const { companyId, employeeId } = viewer;
    const { company, employee } = await this.db.inCompanyPrisma(companyId, async (prisma) => ({
      company: await prisma.company.findUniqueOrThrow({ where: { companyId } }),
      employee: await prisma.employee.findUniqueOrThrow({ where: { companyId_employeeId: { companyId, employeeId } } }),
    }));
    const workday = await this.db.inCompany(companyId, async (db) => {
      const persons = await readPersons(db, [employeeId], this.db.now()?.getTime() ?? Date.now());
      return persons.get(employeeId)?.workday ?? null;
    });
    return {
      employeeId,
      name: employee.name,
      surname: employee.surname,
      position: employee.position,
      photo: employee.photo,
      email: employee.email,
      role: viewer.role,
      away: employee.awaySince !== null,
      workday,
      language: spoken(employee.language),
      company: {
        companyId,
        name: company.name,
        language: spoken(company.language),
        timeZone: company.timeZone,
        demo: company.demo,
      },
      welcome: company.welcomedAt === null && may(viewer, 'settings', {}),
    };
  }

  async get(companyId: string) {
    const company = await this.db.inCompanyPrisma(companyId, (prisma) =>
      prisma.company.findUniqueOrThrow({ where: { companyId } }),
    );
    return {
      name: company.name,
      language: spoken(company.language),
      timeZone: company.timeZone,
      timeZones: ['UTC', ...Intl.supportedValuesOf('timeZone')],
    };
  }

  async save(companyId: string, company: { name: string; language: string; timeZone: string }): Promise<void> {
    await this.changes.make(companyId, 'company', (turn) =>
      turn.run(saveCompany, [companyId, company.name, company.language, company.timeZone]),
    );
  }

  async welcomed(companyId: string): Promise<void> {
    await this.db.inCompany(companyId, (db) => db.run(welcomed, [companyId]));
  }
}

function spoken(language: string): 'en' | 'ru' {
  return language === 'ru' ? 'ru' : 'en';
}
