import { Module, type DynamicModule } from '@nestjs/common';
import { Database } from '@switchboard/db';

import { AgreementsService } from './agreements/agreements.service.ts';
import { ConsentsService } from './agreements/consents.service.ts';
import { LedgerService } from './agreements/ledger.service.ts';
import { ChannelsService } from './channels/channels.service.ts';
import { CrmLane } from './crm/crm-lane.ts';
import { CrmConnections } from './crm/connection.service.ts';
import { Changes } from './company/changes.ts';
import { ImportService } from './crm/import/import.service.ts';
import { PipelinesService } from './crm/pipelines/pipelines.service.ts';
import { RecordQueries } from './crm/records/records.queries.ts';
import { RecordsService } from './crm/records/records.service.ts';
import { Actors } from './access/actors.ts';
import { RolesService } from './access/roles.service.ts';
import { CompanyService } from './company/company.service.ts';
import { PlansService } from './company/plans.service.ts';
import { Deliverer } from './delivery/deliverer.ts';
import { MailLane } from './delivery/mail-lane.ts';
import { DialogListQueries } from './dialog-list/dialog-list.queries.ts';
import { GroupService } from './dialog-list/group.service.ts';
import { ViewsService } from './dialog-list/views.service.ts';
import { WordsLane } from './dialog-list/words.lane.ts';
import { ExportLane } from './exports/export-lane.ts';
import { ExportsService } from './exports/exports.service.ts';
import { DialogQueries } from './dialogs/dialog.queries.ts';
import { DialogsService } from './dialogs/dialogs.service.ts';
import { Runner } from './dialogs/runner.ts';
import { Waker } from './dialogs/waker.ts';
import { LinesService } from './lines/lines.service.ts';
import { ConsoleGateway } from './live/console.gateway.ts';
import { Feed } from './live/feed.ts';
import { WidgetGateway } from './live/widget.gateway.ts';
import { NoticesService } from './notices/notices.service.ts';
import { AuditService } from './company/audit.service.ts';
import { PublicApi } from './public-api/public-api.service.ts';
import { ApiKeysService } from './public-api/api-keys.service.ts';
import { WebhookLane } from './delivery/webhook-lane.ts';
import { WebhookDispatcher } from './webhooks/dispatcher.ts';
import { WebhooksService } from './webhooks/webhooks.service.ts';
import { SecondFactors } from './sign-in/second-factor.service.ts';
import { ParkedService } from './parked/parked.service.ts';
import { AbsencesService } from './people/absences.service.ts';
import { DepartmentsService } from './people/departments.service.ts';
import { InvitationsService } from './people/invitations.service.ts';
import { LeavingService } from './people/leaving.service.ts';
import { PeopleService } from './people/people.service.ts';
import { ProfilesService } from './people/profiles.service.ts';
import { WorkdaysService } from './people/workdays.service.ts';
import { PicturesService } from './pictures/pictures.service.ts';
import { QuickRepliesService } from './quick-replies/quick-replies.service.ts';
import { ClientQueries } from './clients/clients.queries.ts';
import { ClientsService } from './clients/clients.service.ts';
import { StatisticsLane } from './statistics/statistics.lane.ts';
import { StatisticsQueries } from './statistics/statistics.queries.ts';
import { EraseLane } from './erasure/erase-lane.ts';
import { ErasureService } from './erasure/erasure.service.ts';
import { Retention } from './erasure/retention.ts';
import { Config } from './platform/config.ts';
import { Egress } from './platform/egress.ts';
import { Housekeeping } from './platform/housekeeping.ts';
import { Log } from './platform/log.ts';
import { Metrics } from './platform/metrics.ts';
import { Seal } from './platform/seal.ts';
import { Signals } from './platform/signals.ts';
import { LiveChatService } from './receive/live-chat.service.ts';
import { ReceiveStore } from './receive/receive.store.ts';
import { Auth } from './sign-in/auth.ts';
import { Foundings } from './sign-in/founding.ts';
import { Mailer } from './sign-in/mailer.ts';
import { SignInService } from './sign-in/sign-in.service.ts';
import { Viewers } from './sign-in/viewer.service.ts';

/** Every part of the program. Classes are their own tokens. */
@Module({})
export class AppModule {
  static with(config: Config, clock?: () => Date | null): DynamicModule {
    const log = new Log(config);
    const db = new Database({
      url: config.values.DATABASE_URL,
      ...(clock ? { clock } : {}),
      onError: (error) => log.for('database').warn({ err: error }, 'a connection broke; the pool replaces it'),
    });
    return {
      module: AppModule,
      providers: [
        { provide: Config, useValue: config },
        { provide: Log, useValue: log },
        { provide: Database, useValue: db },
        { provide: Metrics, useValue: new Metrics() },
        Seal,
        Egress,
        Signals,
        Housekeeping,
        ClientQueries,
        StatisticsQueries,
        StatisticsLane,
        ClientsService,
        ErasureService,
        EraseLane,
        Retention,
        Mailer,
        Auth,
        Foundings,
        Actors,
        RolesService,
        Viewers,
        SignInService,
        Runner,
        Waker,
        DialogQueries,
        DialogsService,
        DialogListQueries,
        GroupService,
        ViewsService,
        WordsLane,
        ExportsService,
        ExportLane,
        ReceiveStore,
        LiveChatService,
        Deliverer,
        MailLane,
        Feed,
        ConsoleGateway,
        WidgetGateway,
        Changes,
        CrmConnections,
        CrmLane,
        CompanyService,
        PlansService,
        PicturesService,
        QuickRepliesService,
        PeopleService,
        ProfilesService,
        InvitationsService,
        LeavingService,
        DepartmentsService,
        AbsencesService,
        WorkdaysService,
        LinesService,
        ChannelsService,
        NoticesService,
        ParkedService,
        SecondFactors,
        WebhooksService,
        WebhookDispatcher,
        WebhookLane,
        ApiKeysService,
        PublicApi,
        AuditService,
        PipelinesService,
        RecordQueries,
        RecordsService,
        ImportService,
        LedgerService,
        AgreementsService,
        ConsentsService,
      ],
    };
  }
}
