import { Injectable } from '@nestjs/common';
import { Database, sql } from '@switchboard/db';
import { may } from '@switchboard/domain/access';

import { readPersons } from '../people/persons.ts';
import { PicturesService } from '../pictures/pictures.service.ts';
import { FieldError, type Viewer } from '../rpc/trpc.ts';
import { Changes, NotMade } from './changes.ts';
import type { CompanyForm, CompanySaved, CompanyView, Me } from './company.shapes.ts';

const readCompany = sql(
  'read-company-to-save',
  'select name, language, time_zone as "timeZone", logo from company where company_id = $1',
);
const saveCompany = sql(
  'save-company',
  'update company set name = $2, language = $3, time_zone = $4, logo = $5 where company_id = $1',
);
const welcomed = sql(
  'company-welcomed',
  'update company set welcomed_at = coalesce(welcomed_at, now()) where company_id = $1',
);

const companyFields = ['name', 'language', 'timeZone', 'logo'] as const;

type CompanyRow = { name: string; language: string; timeZone: string; logo: string | null };

/** The company itself: its name, language and time zone. */
@Injectable()
export class CompanyService {
  constructor(
    private readonly db: Database,
    private readonly changes: Changes,
    private readonly pictures: PicturesService,
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
      roleIds: [...viewer.roleIds],
      rights: viewer.rights,
      colleagues: viewer.colleagues === null ? null : [...viewer.colleagues],
      lineIds: [...viewer.lineIds],
      departmentLineIds: viewer.departmentLineIds === null ? null : [...viewer.departmentLineIds],
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

  async get(companyId: string): Promise<CompanyView> {
    const company = await this.db.inCompanyPrisma(companyId, (prisma) =>
      prisma.company.findUniqueOrThrow({ where: { companyId } }),
    );
    return {
      name: company.name,
      language: spoken(company.language),
      timeZone: company.timeZone,
      logo: company.logo,
      timeZones: ['UTC', ...Intl.supportedValuesOf('timeZone')],
    };
  }

  /** Nothing is saved where somebody saved other values than the `former` ones that the form began with. */
  async save(viewer: Viewer, former: CompanyForm, next: CompanyForm): Promise<CompanySaved> {
    const { companyId } = viewer;
    return this.changes.make<CompanySaved>(companyId, 'company', async (turn, _again, audit) => {
      const [row] = await turn.run<CompanyRow>(readCompany, [companyId]);
      if (!row) throw new Error('A company without its row');
      const now = { ...row, language: spoken(row.language) };
      // What is left out is neither compared nor changed.
      const named = companyFields.filter((field) => next[field] !== undefined && former[field] !== undefined);
      const stale = named.some((field) => now[field] !== former[field] && now[field] !== next[field]);
      if (stale) return new NotMade<CompanySaved>({ saved: false, because: 'stale', now });
      const changed = named.filter((field) => now[field] !== next[field]);
      if (changed.length === 0) return new NotMade<CompanySaved>({ saved: true });
      const logo = changed.includes('logo') ? (next.logo ?? null) : now.logo;
      if (changed.includes('logo') && logo !== null && !(await this.pictures.isOurs(turn, logo, 'logo')))
        throw new FieldError({ logo: 'company.logo.unknown' });
      await turn.run(saveCompany, [companyId, next.name, next.language, next.timeZone, logo]);
      if (changed.includes('logo')) await this.pictures.replaced(turn, now.logo);
      await audit(
        viewer,
        'company.saved',
        { kind: 'company', id: companyId },
        {
          changed,
          // A name is somebody's words; languages and zones are codes.
          ...(changed.includes('language') ? { languageFrom: now.language, languageTo: next.language } : {}),
          ...(changed.includes('timeZone') ? { timeZoneFrom: now.timeZone, timeZoneTo: next.timeZone } : {}),
        },
      );
      return { saved: true };
    });
  }

  async welcomed(companyId: string): Promise<void> {
    await this.db.inCompany(companyId, (db) => db.run(welcomed, [companyId]));
  }
}

function spoken(language: string): 'en' | 'ru' {
  return language === 'ru' ? 'ru' : 'en';
}
