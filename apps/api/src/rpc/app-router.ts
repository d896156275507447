import { rolesRouter } from '../access/roles.router.ts';
import type { RolesService } from '../access/roles.service.ts';
import { agreementsRouter } from '../agreements/agreements.router.ts';
import { consentsRouter } from '../agreements/consents.router.ts';
import type { ConsentsService } from '../agreements/consents.service.ts';
import type { LedgerService } from '../agreements/ledger.service.ts';
import type { AgreementsService } from '../agreements/agreements.service.ts';
import type { ClientQueries } from '../clients/clients.queries.ts';
import { clientsRouter } from '../clients/clients.router.ts';
import type { ClientsService } from '../clients/clients.service.ts';
import { erasuresRouter } from '../erasure/erasure.router.ts';
import type { ErasureService } from '../erasure/erasure.service.ts';
import { channelsRouter } from '../channels/channels.router.ts';
import type { ChannelsService } from '../channels/channels.service.ts';
import { crmConnectionRouter } from '../crm/connection.router.ts';
import type { CrmConnections } from '../crm/connection.service.ts';
import { companyRouter } from '../company/company.router.ts';
import type { CompanyService } from '../company/company.service.ts';
import type { PlansService } from '../company/plans.service.ts';
import { recordFilesRouter } from '../crm/import/import.router.ts';
import type { ImportService } from '../crm/import/import.service.ts';
import { pipelinesRouter } from '../crm/pipelines/pipelines.router.ts';
import type { PipelinesService } from '../crm/pipelines/pipelines.service.ts';
import type { RecordQueries } from '../crm/records/records.queries.ts';
import { recordsRouter } from '../crm/records/records.router.ts';
import type { RecordsService } from '../crm/records/records.service.ts';
import type { DialogListQueries } from '../dialog-list/dialog-list.queries.ts';
import { dialogListRouter } from '../dialog-list/dialog-list.router.ts';
import type { GroupService } from '../dialog-list/group.service.ts';
import { exportsRouter } from '../exports/exports.router.ts';
import type { ExportsService } from '../exports/exports.service.ts';
import type { ViewsService } from '../dialog-list/views.service.ts';
import type { DialogQueries } from '../dialogs/dialog.queries.ts';
import { dialogsRouter, inboxRouter } from '../dialogs/dialogs.router.ts';
import type { DialogsService } from '../dialogs/dialogs.service.ts';
import { linesRouter } from '../lines/lines.router.ts';
import type { LinesService } from '../lines/lines.service.ts';
import { noticesRouter } from '../notices/notices.router.ts';
import type { NoticesService } from '../notices/notices.service.ts';
import { auditRouter } from '../company/audit.router.ts';
import type { AuditService } from '../company/audit.service.ts';
import { apiKeysRouter } from '../public-api/api-keys.router.ts';
import type { ApiKeysService } from '../public-api/api-keys.service.ts';
import { webhooksRouter } from '../webhooks/webhooks.router.ts';
import type { WebhooksService } from '../webhooks/webhooks.service.ts';
import { secondFactorRouter } from '../sign-in/second-factor.router.ts';
import type { SecondFactors } from '../sign-in/second-factor.service.ts';
import { parkedRouter } from '../parked/parked.router.ts';
import type { ParkedService } from '../parked/parked.service.ts';
import type { AbsencesService } from '../people/absences.service.ts';
import type { DepartmentsService } from '../people/departments.service.ts';
import { peopleRouter } from '../people/people.router.ts';
import type { InvitationsService } from '../people/invitations.service.ts';
import type { LeavingService } from '../people/leaving.service.ts';
import type { PeopleService } from '../people/people.service.ts';
import type { ProfilesService } from '../people/profiles.service.ts';
import type { WorkdaysService } from '../people/workdays.service.ts';
import { quickRepliesRouter } from '../quick-replies/quick-replies.router.ts';
import type { QuickRepliesService } from '../quick-replies/quick-replies.service.ts';
import { picturesRouter } from '../pictures/pictures.router.ts';
import type { PicturesService } from '../pictures/pictures.service.ts';
import {
  invitationsRouter,
  resetRouter,
  sessionRouter,
  signInRouter,
  signUpRouter,
} from '../sign-in/sign-in.routers.ts';
import type { SignInService } from '../sign-in/sign-in.service.ts';
import type { StatisticsQueries } from '../statistics/statistics.queries.ts';
import { statisticsRouter } from '../statistics/statistics.router.ts';
import { router } from './trpc.ts';

export type Services = {
  signIn: SignInService;
  company: CompanyService;
  plans: PlansService;
  people: PeopleService;
  profiles: ProfilesService;
  invitations: InvitationsService;
  leaving: LeavingService;
  departments: DepartmentsService;
  absences: AbsencesService;
  workdays: WorkdaysService;
  roles: RolesService;
  pictures: PicturesService;
  quickReplies: QuickRepliesService;
  lines: LinesService;
  channels: ChannelsService;
  crmConnections: CrmConnections;
  dialogs: DialogsService;
  queries: DialogQueries;
  dialogList: DialogListQueries;
  dialogViews: ViewsService;
  dialogGroups: GroupService;
  exports: ExportsService;
  notices: NoticesService;
  parked: ParkedService;
  secondFactors: SecondFactors;
  webhooks: WebhooksService;
  apiKeys: ApiKeysService;
  audit: AuditService;
  pipelines: PipelinesService;
  records: RecordsService;
  recordQueries: RecordQueries;
  recordFiles: ImportService;
  agreements: AgreementsService;
  statistics: StatisticsQueries;
  clients: ClientsService;
  clientQueries: ClientQueries;
  erasures: ErasureService;
  consents: ConsentsService;
  ledger: LedgerService;
};

/** Every call of the console, by feature. */
export function appRouter(services: Services) {
  return router({
    session: sessionRouter(services.company),
    signUp: signUpRouter(services.signIn),
    signIn: signInRouter(services.signIn),
    reset: resetRouter(services.signIn),
    invitations: invitationsRouter(services.signIn),
    company: companyRouter(services.company, services.plans),
    people: peopleRouter(
      services.people,
      services.profiles,
      services.invitations,
      services.leaving,
      services.departments,
      services.absences,
      services.workdays,
    ),
    roles: rolesRouter(services.roles),
    pictures: picturesRouter(services.pictures),
    quickReplies: quickRepliesRouter(services.quickReplies),
    lines: linesRouter(services.lines),
    channels: channelsRouter(services.channels),
    crmConnection: crmConnectionRouter(services.crmConnections),
    inbox: inboxRouter(services.queries),
    dialogs: dialogsRouter(services.dialogs, services.queries),
    dialogList: dialogListRouter(services.dialogList, services.dialogViews, services.dialogGroups),
    exports: exportsRouter(services.exports),
    notices: noticesRouter(services.notices),
    parked: parkedRouter(services.parked),
    secondFactor: secondFactorRouter(services.secondFactors),
    webhooks: webhooksRouter(services.webhooks),
    apiKeys: apiKeysRouter(services.apiKeys),
    audit: auditRouter(services.audit),
    pipelines: pipelinesRouter(services.pipelines),
    records: recordsRouter(services.records, services.recordQueries),
    recordFiles: recordFilesRouter(services.recordFiles),
    agreements: agreementsRouter(services.agreements),
    clients: clientsRouter(services.clients, services.clientQueries),
    statistics: statisticsRouter(services.statistics),
    erasures: erasuresRouter(services.erasures),
    consents: consentsRouter(services.consents, services.ledger),
  });
}

export type AppRouter = ReturnType<typeof appRouter>;
export type { Change, FrameFromConsole, FrameToConsole } from '../live/frames.ts';
