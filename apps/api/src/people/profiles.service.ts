import { Injectable } from '@nestjs/common';
import { Database, sql } from '@switchboard/db';
import { may } from '@switchboard/domain/access';
import { peopleOf } from '@switchboard/domain/people';
import { TRPCError } from '@trpc/server';

import { Changes, NotMade } from '../company/changes.ts';
import { PicturesService } from '../pictures/pictures.service.ts';
import { FieldError, type Viewer } from '../rpc/trpc.ts';
import { readCrews } from './crews.ts';
import { PeopleService } from './people.service.ts';
import type { Profile, ProfileForm, ProfileSaved } from './profile.shapes.ts';

const readProfile = sql(
  'read-profile',
  'select name, surname, position, photo from employee where company_id = $1 and employee_id = $2',
);
const saveProfile = sql(
  'save-shown-profile',
  'update employee set name = $3, surname = $4, position = $5, photo = $6 where company_id = $1 and employee_id = $2',
);
const linesOfProfile = sql(
  'lines-of-profile',
  'select line_id as "lineId", name, active from line where company_id = $1 and line_id = any($2::uuid[]) order by name, line_id',
);

const fields = ['name', 'surname', 'position', 'photo'] as const;

/** One person of the company, as his own page shows and changes him. */
@Injectable()
export class ProfilesService {
  constructor(
    private readonly db: Database,
    private readonly changes: Changes,
    private readonly people: PeopleService,
    private readonly pictures: PicturesService,
  ) {}

  /** Who he is, the departments he leads, and the lines he answers in, as far as the reader may see them. */
  async get(viewer: Viewer, employeeId: string): Promise<Profile> {
    const { companyId } = viewer;
    const [employee] = await this.people.list(companyId, [employeeId]);
    if (!employee) throw nobody();
    return this.db.inCompany(companyId, async (db) => {
      const { crewOf, membersOf, departments } = await readCrews(db);
      const lineIds = [...crewOf].flatMap(([lineId, crew]) => (crew.includes(employeeId) ? [lineId] : []));
      const shown = lineIds.filter((lineId) => may(viewer, 'linesView', { lineId }));
      const rows = await db.run<{ lineId: string; name: string; active: boolean }>(linesOfProfile, [companyId, shown]);
      return {
        employee,
        leads: departments.flatMap(({ id, headId }) => (headId === employeeId ? [id] : [])),
        lines: rows.map((line) => ({ ...line, through: through(line.lineId) })),
        hiddenLines: lineIds.length - shown.length,
      };

      /** The department by which he is in the line's queue, the first that its list names; null: he is listed himself. */
      function through(lineId: string): string | null {
        const members = membersOf.get(lineId) ?? [];
        if (members.some((member) => 'employeeId' in member && member.employeeId === employeeId)) return null;
        const found = members.find(
          (member) => 'departmentId' in member && peopleOf(member.departmentId, departments).includes(employeeId),
        );
        return found && 'departmentId' in found ? found.departmentId : null;
      }
    });
  }

  /** Nothing is saved where somebody saved other values than the `former` ones that the form began with. */
  async save(viewer: Viewer, employeeId: string, former: ProfileForm, next: ProfileForm): Promise<ProfileSaved> {
    const { companyId } = viewer;
    if (employeeId !== viewer.employeeId && !may(viewer, 'people', { person: employeeId }))
      throw new TRPCError({ code: 'FORBIDDEN', message: 'Your roles have no right to this' });
    return this.changes.make<ProfileSaved>(companyId, 'people', async (turn, _again, audit) => {
      const [now] = await turn.run<ProfileForm>(readProfile, [companyId, employeeId]);
      if (!now) throw nobody();
      const stale = fields.some((field) => now[field] !== former[field] && now[field] !== next[field]);
      if (stale) return new NotMade<ProfileSaved>({ saved: false, because: 'stale', now });
      const changed = fields.filter((field) => now[field] !== next[field]);
      if (changed.length === 0) return new NotMade<ProfileSaved>({ saved: true });
      const newPhoto = changed.includes('photo') ? next.photo : null;
      if (newPhoto !== null && !(await this.pictures.isOurs(turn, newPhoto, 'photo')))
        throw new FieldError({ photo: 'picture.unknown' });
      await turn.run(saveProfile, [companyId, employeeId, next.name, next.surname, next.position, next.photo]);
      if (changed.includes('photo')) await this.pictures.replaced(turn, now.photo);
      await audit(viewer, 'employee.saved', { kind: 'employee', id: employeeId }, { changed });
      return { saved: true };
    });
  }
}

function nobody(): TRPCError {
  return new TRPCError({ code: 'NOT_FOUND', message: 'There is no such employee' });
}
