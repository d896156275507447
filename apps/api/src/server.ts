import 'reflect-metadata';

import cors from '@fastify/cors';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { Database } from '@switchboard/db';
import { fastifyTRPCPlugin, type FastifyTRPCPluginOptions } from '@trpc/server/adapters/fastify';

import type { FastifyInstance } from 'fastify';

import { RolesService } from './access/roles.service.ts';
import { agreementRoutes } from './agreements/agreement.routes.ts';
import { AgreementsService } from './agreements/agreements.service.ts';
import { ConsentsService } from './agreements/consents.service.ts';
import { LedgerService } from './agreements/ledger.service.ts';
import { ClientQueries } from './clients/clients.queries.ts';
import { ClientsService } from './clients/clients.service.ts';
import { StatisticsQueries } from './statistics/statistics.queries.ts';
import { ErasureService } from './erasure/erasure.service.ts';
import { AppModule } from './app.module.ts';
import { ChannelsService } from './channels/channels.service.ts';
import { crmConnectionRoutes } from './crm/connection.routes.ts';
import { CrmConnections } from './crm/connection.service.ts';
import { CompanyService } from './company/company.service.ts';
import { PlansService } from './company/plans.service.ts';
import { ImportService } from './crm/import/import.service.ts';
import { PipelinesService } from './crm/pipelines/pipelines.service.ts';
import { RecordQueries } from './crm/records/records.queries.ts';
import { RecordsService } from './crm/records/records.service.ts';
import { DialogListQueries } from './dialog-list/dialog-list.queries.ts';
import { GroupService } from './dialog-list/group.service.ts';
import { exportRoutes } from './exports/exports.routes.ts';
import { ExportsService } from './exports/exports.service.ts';
import { ViewsService } from './dialog-list/views.service.ts';
import { DialogQueries } from './dialogs/dialog.queries.ts';
import { DialogsService } from './dialogs/dialogs.service.ts';
import { LinesService } from './lines/lines.service.ts';
import { ConsoleGateway } from './live/console.gateway.ts';
import { refuseUpgrade } from './live/sockets.ts';
import { WidgetGateway } from './live/widget.gateway.ts';
import { NoticesService } from './notices/notices.service.ts';
import { AuditService } from './company/audit.service.ts';
import { publicApiRoutes } from './public-api/public-api.routes.ts';
import { PublicApi } from './public-api/public-api.service.ts';
import { ApiKeysService } from './public-api/api-keys.service.ts';
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
import { picturePutRoute, pictureRoutes } from './pictures/pictures.routes.ts';
import { PicturesService } from './pictures/pictures.service.ts';
import { importRoutes } from './quick-replies/import.routes.ts';
import { QuickRepliesService } from './quick-replies/quick-replies.service.ts';
import type { Config } from './platform/config.ts';
import { healthRoutes } from './platform/health.routes.ts';
import { Log } from './platform/log.ts';
import { Metrics } from './platform/metrics.ts';
import { Seal } from './platform/seal.ts';
import { LiveChatService } from './receive/live-chat.service.ts';
import { liveChatRoutes } from './receive/live-chat.routes.ts';
import { ReceiveStore } from './receive/receive.store.ts';
import { telegramRoutes } from './receive/telegram.routes.ts';
import { widgetRoutes } from './receive/widget.routes.ts';
import { appRouter, type AppRouter } from './rpc/app-router.ts';
import type { Context } from './rpc/trpc.ts';
import { SignInService } from './sign-in/sign-in.service.ts';
import { Viewers } from './sign-in/viewer.service.ts';

export type Running = {
  app: NestFastifyApplication;
  /** Where it listens, `http://127.0.0.1:port`. */
  url: string;
  /** Answers no new calls, finishes those under way and what they started, closes everything. */
  stop: () => Promise<void>;
};

/** Builds the program from its configuration and listens. `clock` moves its time, for tests. */
export async function startApi(config: Config, clock?: () => Date | null): Promise<Running> {
  const { API_HOST, API_PORT, API_URL, CONSOLE_URL, TRUST_PROXY, WIDGET_FOLDER } = config.values;
  const log = new Log(config);
  let draining = false;
  const adapter = new FastifyAdapter({
    logger: false,
    // The nearest hop is 0; a bare number would be taken for no trust at all.
    trustProxy: TRUST_PROXY > 0 ? (_address: string, hop: number) => hop < TRUST_PROXY : false,
    bodyLimit: 256_000,
    requestTimeout: 30_000,
    forceCloseConnections: 'idle',
    routerOptions: { maxParamLength: 2_000 },
  });
  const app = await NestFactory.create<NestFastifyApplication>(AppModule.with(config, clock), adapter, {
    logger: ['error', 'warn'],
    abortOnError: false,
  });
  const fastify = adapter.getInstance() as unknown as FastifyInstance;

  fastify.addHook('onSend', async (_request, reply) => {
    void reply.header('x-content-type-options', 'nosniff');
    if (draining) void reply.header('connection', 'close');
  });

  fastify.addHook('onError', async (request, _reply, error) => {
    if ((error.statusCode ?? 500) >= 500)
      log.for('http').error({ err: error, route: request.routeOptions.url }, 'a request failed');
  });

  const services = {
    signIn: app.get(SignInService),
    company: app.get(CompanyService),
    plans: app.get(PlansService),
    people: app.get(PeopleService),
    profiles: app.get(ProfilesService),
    invitations: app.get(InvitationsService),
    leaving: app.get(LeavingService),
    departments: app.get(DepartmentsService),
    absences: app.get(AbsencesService),
    workdays: app.get(WorkdaysService),
    roles: app.get(RolesService),
    pictures: app.get(PicturesService),
    quickReplies: app.get(QuickRepliesService),
    lines: app.get(LinesService),
    channels: app.get(ChannelsService),
    crmConnections: app.get(CrmConnections),
    dialogs: app.get(DialogsService),
    queries: app.get(DialogQueries),
    dialogList: app.get(DialogListQueries),
    dialogViews: app.get(ViewsService),
    dialogGroups: app.get(GroupService),
    exports: app.get(ExportsService),
    notices: app.get(NoticesService),
    parked: app.get(ParkedService),
    secondFactors: app.get(SecondFactors),
    webhooks: app.get(WebhooksService),
    apiKeys: app.get(ApiKeysService),
    audit: app.get(AuditService),
    pipelines: app.get(PipelinesService),
    records: app.get(RecordsService),
    recordQueries: app.get(RecordQueries),
    recordFiles: app.get(ImportService),
    agreements: app.get(AgreementsService),
    clients: app.get(ClientsService),
    statistics: app.get(StatisticsQueries),
    clientQueries: app.get(ClientQueries),
    erasures: app.get(ErasureService),
    consents: app.get(ConsentsService),
    ledger: app.get(LedgerService),
  };
  const viewers = app.get(Viewers);
  const store = app.get(ReceiveStore);

  await fastify.register(healthRoutes(app.get(Database), app.get(Metrics), () => draining));
  await fastify.register(telegramRoutes(store, app.get(Seal)));
  await fastify.register(crmConnectionRoutes(services.crmConnections, viewers, CONSOLE_URL));
  await fastify.register(exportRoutes(services.exports, viewers));
  await fastify.register(publicApiRoutes(app.get(PublicApi), services.apiKeys, API_URL));
  await fastify.register(async (scope) => {
    await scope.register(liveChatRoutes(store, app.get(LiveChatService)));
    await scope.register(widgetRoutes(WIDGET_FOLDER, API_URL));
    await scope.register(pictureRoutes(services.pictures));
    await scope.register(agreementRoutes(services.agreements));
  });
  await fastify.register(async (scope) => {
    await scope.register(cors, { origin: [CONSOLE_URL], credentials: true, methods: ['GET', 'POST'], maxAge: 600 });
    // A call with a cookie must come from the console itself; a server without an Origin carries no browser's cookie unasked.
    scope.addHook('onRequest', async (request, reply) => {
      const { origin } = request.headers;
      if (origin !== undefined && origin !== CONSOLE_URL)
        return reply.code(403).send({ error: 'forbidden', message: 'Calls come from the console only' });
    });
    const trpcOptions: FastifyTRPCPluginOptions<AppRouter>['trpcOptions'] = {
      router: appRouter(services),
      maxBatchSize: 30,
      createContext: ({ req, res }): Context => {
        const cookie = req.headers.cookie ?? '';
        let viewer: ReturnType<Context['viewer']> | undefined;
        return {
          caller: { ip: req.ip, cookie },
          viewer: () => (viewer ??= viewers.of(cookie)),
          setCookies: (cookies) => void res.header('set-cookie', cookies),
        };
      },
      onError: ({ error, path }) => {
        if (error.code === 'INTERNAL_SERVER_ERROR')
          log.for('rpc').error({ err: error.cause ?? error, path }, 'a call failed');
      },
    };
    await scope.register(fastifyTRPCPlugin, { prefix: '/rpc', trpcOptions });
    await scope.register(picturePutRoute(trpcOptions, viewers));
    await scope.register(importRoutes(trpcOptions, viewers));
  });

  const consoleGateway = app.get(ConsoleGateway);
  const widgetGateway = app.get(WidgetGateway);
  const server = fastify.server;
  server.on('upgrade', (request, stream, head) => {
    stream.on('error', () => {});
    const path = (request.url ?? '').split('?')[0] ?? '';
    const chat = /^\/live-chat\/([\w-]{1,64})\/socket$/.exec(path)?.[1];
    const upgrading = draining
      ? Promise.resolve(refuseUpgrade(stream, 503))
      : path === '/live'
        ? consoleGateway.upgrade({ request, stream, head })
        : chat
          ? widgetGateway.upgrade({ request, stream, head }, chat)
          : Promise.resolve(refuseUpgrade(stream, 404));
    upgrading.catch((error: Error) => {
      log.for('http').error({ err: error }, 'an upgrade failed');
      stream.destroy();
    });
  });

  await app.listen(API_PORT, API_HOST);
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : API_PORT;
  return {
    app,
    url: `http://127.0.0.1:${port}`,
    stop: async () => {
      draining = true;
      await app.close();
      await app.get(Database).close();
    },
  };
}
