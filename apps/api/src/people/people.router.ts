import { z } from 'zod';

import { givenRoles } from '../access/role.shapes.ts';
import { email, language, personName } from '../company/company.shapes.ts';
import { memberProcedure, nothing, procedureFor, router } from '../rpc/trpc.ts';
import type { AbsencesService } from './absences.service.ts';
import type { DepartmentsService } from './departments.service.ts';
import type { InvitationsService } from './invitations.service.ts';
import type { LeavingService } from './leaving.service.ts';
import { dismissalAnswer, dismissed, reinstated } from './leaving.shapes.ts';
import type { PeopleService } from './people.service.ts';
import {
  absence,
  absenceTime,
  department,
  departmentName,
  employee,
  invitation,
  workday,
  workdayEntry,
  workdayStates,
} from './person.shapes.ts';
import { profile, profileForm, profileSaved } from './profile.shapes.ts';
import type { ProfilesService } from './profiles.service.ts';
import type { WorkdaysService } from './workdays.service.ts';

const absenceId = z.uuid();
const departmentId = z.uuid();
const employeeId = z.uuid();
const parentId = z.uuid().nullable();

export function peopleRouter(
  people: PeopleService,
  profiles: ProfilesService,
  invitations: InvitationsService,
  leaving: LeavingService,
  departments: DepartmentsService,
  absences: AbsencesService,
  workdays: WorkdaysService,
) {
  const manage = procedureFor('people');
  const arrange = procedureFor('people', { everywhere: true });
  return router({
    list: memberProcedure
      .input(nothing)
      .output(z.array(employee))
      .query(({ ctx }) => people.list(ctx.viewer.companyId)),
    invitations: manage
      .input(nothing)
      .output(z.array(invitation))
      .query(({ ctx }) => invitations.list(ctx.viewer)),
    invite: manage
      .input(z.object({ email, roleIds: givenRoles, departmentId: departmentId.nullable().default(null) }))
      .output(
        z.discriminatedUnion('invited', [
          z.object({ invited: z.literal(true), invitation }),
          z.object({
            invited: z.literal(false),
            because: z.enum([
              'already-here',
              'already-invited',
              'too-many',
              'no-such-role',
              'wider-than-yours',
              'not-your-department',
            ]),
          }),
        ]),
      )
      .mutation(({ ctx, input }) => invitations.invite(ctx.viewer, input)),
    resendInvitation: manage
      .input(z.object({ invitationId: z.uuid() }))
      .output(
        z.discriminatedUnion('sent', [
          z.object({ sent: z.literal(true), invitation }),
          z.object({ sent: z.literal(false), because: z.enum(['gone', 'no-such-role', 'wider-than-yours']) }),
        ]),
      )
      .mutation(({ ctx, input }) => invitations.resend(ctx.viewer, input.invitationId)),
    withdrawInvitation: manage
      .input(z.object({ invitationId: z.uuid() }))
      .output(nothing)
      .mutation(async ({ ctx, input }) => {
        await invitations.withdraw(ctx.viewer, input.invitationId);
        return {};
      }),
    saveProfile: memberProcedure
      .input(
        z.object({
          name: personName,
          surname: z.string().trim().max(100),
          position: z.string().trim().max(100),
          language,
        }),
      )
      .output(nothing)
      .mutation(async ({ ctx, input }) => {
        await people.saveProfile(ctx.viewer, input);
        return {};
      }),
    setAway: memberProcedure
      .input(z.object({ away: z.boolean() }))
      .output(nothing)
      .mutation(async ({ ctx, input }) => {
        await people.setAway(ctx.viewer, input.away);
        return {};
      }),
    employee: memberProcedure
      .input(z.object({ employeeId }))
      .output(profile)
      .query(({ ctx, input }) => profiles.get(ctx.viewer, input.employeeId)),
    saveEmployee: memberProcedure
      .input(z.object({ employeeId, ...profileForm.shape, former: profileForm }))
      .output(profileSaved)
      .mutation(({ ctx, input: { employeeId: whom, former, ...next } }) =>
        profiles.save(ctx.viewer, whom, former, next),
      ),
    dismissal: manage
      .input(z.object({ employeeId }))
      .output(dismissalAnswer)
      .query(({ ctx, input }) => leaving.preview(ctx.viewer, input.employeeId)),
    dismiss: manage
      .input(z.object({ employeeId }))
      .output(dismissed)
      .mutation(({ ctx, input }) => leaving.dismiss(ctx.viewer, input.employeeId)),
    reinstate: manage
      .input(z.object({ employeeId, departmentId: departmentId.nullable() }))
      .output(reinstated)
      .mutation(({ ctx, input }) => leaving.reinstate(ctx.viewer, input.employeeId, input.departmentId)),

    departments: memberProcedure
      .input(nothing)
      .output(z.array(department))
      .query(({ ctx }) => departments.list(ctx.viewer.companyId)),
    createDepartment: arrange
      .input(z.object({ name: departmentName, parentId }))
      .output(
        z.discriminatedUnion('created', [
          z.object({ created: z.literal(true), department }),
          z.object({ created: z.literal(false), because: z.enum(['too-many', 'too-deep']) }),
        ]),
      )
      .mutation(({ ctx, input }) => departments.create(ctx.viewer, input)),
    renameDepartment: arrange
      .input(z.object({ departmentId, name: departmentName }))
      .output(nothing)
      .mutation(async ({ ctx, input }) => {
        await departments.rename(ctx.viewer, input.departmentId, input.name);
        return {};
      }),
    moveDepartment: arrange
      .input(z.object({ departmentId, parentId, place: z.number().int().min(0).max(500).optional() }))
      .output(
        z.discriminatedUnion('moved', [
          z.object({ moved: z.literal(true) }),
          z.object({ moved: z.literal(false), because: z.enum(['cycle', 'too-deep']) }),
        ]),
      )
      .mutation(({ ctx, input }) => departments.move(ctx.viewer, input)),
    setDepartmentHead: arrange
      .input(z.object({ departmentId, employeeId: employeeId.nullable() }))
      .output(
        z.discriminatedUnion('set', [
          z.object({ set: z.literal(true) }),
          z.object({ set: z.literal(false), because: z.literal('dismissed') }),
        ]),
      )
      .mutation(({ ctx, input }) => departments.setHead(ctx.viewer, input.departmentId, input.employeeId)),
    removeDepartment: arrange
      .input(z.object({ departmentId }))
      .output(
        z.union([
          z.object({ removed: z.literal(true) }),
          z.object({ removed: z.literal(false), because: z.enum(['has-people', 'has-departments']) }),
          z.object({ removed: z.literal(false), because: z.literal('in-a-queue'), lineIds: z.array(z.uuid()) }),
        ]),
      )
      .mutation(({ ctx, input }) => departments.remove(ctx.viewer, input.departmentId)),
    putIntoDepartment: arrange
      .input(z.object({ employeeId, departmentId: departmentId.nullable() }))
      .output(
        z.discriminatedUnion('put', [
          z.object({ put: z.literal(true) }),
          z.object({ put: z.literal(false), because: z.literal('dismissed') }),
        ]),
      )
      .mutation(({ ctx, input }) => departments.put(ctx.viewer, input.employeeId, input.departmentId)),

    absences: memberProcedure
      .input(z.object({ employeeId: employeeId.optional(), past: z.boolean().default(false) }))
      .output(z.array(absence))
      .query(({ ctx, input }) => absences.list(ctx.viewer, input)),
    addAbsence: manage
      .input(z.object({ employeeId, time: absenceTime }))
      .output(
        z.union([
          z.object({ added: z.literal(true), absence }),
          z.object({ added: z.literal(false), because: z.literal('overlaps'), with: absence }),
          z.object({ added: z.literal(false), because: z.literal('dismissed') }),
        ]),
      )
      .mutation(({ ctx, input }) => absences.add(ctx.viewer, input.employeeId, input.time)),
    changeAbsence: manage
      .input(z.object({ absenceId, time: absenceTime }))
      .output(
        z.union([
          z.object({ changed: z.literal(true), absence }),
          z.object({ changed: z.literal(false), because: z.literal('overlaps'), with: absence }),
          z.object({ changed: z.literal(false), because: z.literal('cancelled') }),
        ]),
      )
      .mutation(({ ctx, input }) => absences.change(ctx.viewer, input.absenceId, input.time)),
    cancelAbsence: manage
      .input(z.object({ absenceId }))
      .output(nothing)
      .mutation(async ({ ctx, input }) => {
        await absences.cancel(ctx.viewer, input.absenceId);
        return {};
      }),

    workdaysTracked: memberProcedure
      .input(nothing)
      .output(z.object({ tracked: z.boolean() }))
      .query(async ({ ctx }) => ({ tracked: await workdays.tracked(ctx.viewer.companyId) })),
    trackWorkdays: arrange
      .input(z.object({ tracked: z.boolean() }))
      .output(nothing)
      .mutation(async ({ ctx, input }) => {
        await workdays.trackAll(ctx.viewer, input.tracked);
        return {};
      }),
    trackWorkdayOf: manage
      .input(z.object({ employeeId, tracked: z.boolean().nullable() }))
      .output(nothing)
      .mutation(async ({ ctx, input }) => {
        await workdays.trackOne(ctx.viewer, input.employeeId, input.tracked);
        return {};
      }),
    workday: memberProcedure
      .input(z.object({ employeeId: employeeId.optional() }))
      .output(z.object({ workday: workday.nullable(), entries: z.array(workdayEntry) }))
      .query(({ ctx, input }) => workdays.get(ctx.viewer, input.employeeId ?? ctx.viewer.employeeId)),
    setWorkday: memberProcedure
      .input(z.object({ employeeId: employeeId.optional(), state: z.enum(workdayStates) }))
      .output(
        z.discriminatedUnion('set', [
          z.object({ set: z.literal(true), workday }),
          z.object({ set: z.literal(false), because: z.enum(['not-tracked', 'not-started', 'dismissed']) }),
        ]),
      )
      .mutation(({ ctx, input }) => workdays.set(ctx.viewer, input.employeeId ?? ctx.viewer.employeeId, input.state)),
  });
}
