import type { inferRouterInputs, inferRouterOutputs } from '@trpc/server';

import type { AppRouter } from '@switchboard/api/rpc';

type Answers = inferRouterOutputs<AppRouter>;
type Asks = inferRouterInputs<AppRouter>;

export type Me = NonNullable<Answers['session']['me']>;

export type Employee = Answers['people']['list'][number];
export type RoleRow = Answers['roles']['list'][number];
export type DepartmentRow = Answers['people']['departments'][number];
export type Profile = Answers['people']['employee'];
export type AbsenceRow = Answers['people']['absences'][number];
export type DismissalConsequences = Extract<Answers['people']['dismissal'], { possible: true }>['consequences'];

export type Notice = Answers['notices']['list']['notices'][number];

export type ParkedRow = Answers['parked']['list']['rows'][number];

export type QuickReplyList = Answers['quickReplies']['lists'][number];
export type QuickReplyListView = NonNullable<Answers['quickReplies']['get']>;
export type QuickReply = QuickReplyListView['replies'][number];
export type LineReplies = NonNullable<Answers['quickReplies']['ofLine']>;
export type ImportPreview = Answers['quickReplies']['previewImport'];

export type LineRow = Answers['lines']['list'][number];
export type LineView = Answers['lines']['get'];
export type Crew = Answers['lines']['crew'];
export type CrewPerson = Crew['people'][number];

export type ChannelRow = Answers['channels']['list'][number];
export type TelegramConnected = Answers['channels']['connectTelegram'];

export type InboxList = Asks['inbox']['list']['list'];
export type DialogPage = Answers['inbox']['list'];
export type DialogRow = DialogPage['rows'][number];
export type ListedDialog = Answers['dialogList']['page']['rows'][number];
export type ListedPage = Answers['dialogList']['page'];
export type DialogListView = Answers['dialogList']['views']['views'][number];
export type ViewForm = Asks['dialogList']['addView']['view'];
export type ExportRow = Answers['exports']['list'][number];
export type GroupAnswer = Answers['dialogList']['finish'];
export type DialogView = Answers['dialogs']['get'];
export type Allowed = DialogView['allowed'];
export type MessageRow = Answers['dialogs']['messages']['messages'][number];
export type History = Answers['dialogs']['history'];
export type HistoryStep = History['steps'][number];

export type TransferTarget = Asks['dialogs']['transfer']['to'];
export type Outcome = Answers['dialogs']['accept'];
export type Refusal = Extract<Outcome, { done: false }>['refusal'];

export type AuditFilter = Omit<Asks['audit']['list'], 'cursor' | 'limit'>;
export type AuditPage = Answers['audit']['list'];
export type AuditRow = AuditPage['rows'][number];

export type AgreementRow = Answers['agreements']['list'][number];
export type AgreementView = NonNullable<Answers['agreements']['get']>;

export type ConsentFilter = Omit<Asks['consents']['list'], 'cursor' | 'limit'>;
export type ConsentRow = Answers['consents']['list']['rows'][number];
export type ConsentSheet = NonNullable<Answers['consents']['get']>;
export type LedgerReport = Answers['consents']['check'];

export type CrmConnectionView = NonNullable<Answers['crmConnection']['get']['connection']>;

export type ApiKeyRow = Answers['apiKeys']['list'][number];

export type WebhookRow = Answers['webhooks']['list'][number];
export type WebhookDelivery = Answers['webhooks']['deliveries']['rows'][number];

export type SecurityView = Answers['secondFactor']['security'];

export type ClientRow = Answers['clients']['list']['rows'][number];
export type ClientFilter = Omit<Asks['clients']['list'], 'cursor' | 'limit'>;
export type ClientView = Answers['clients']['get'];
export type ClientRecord = ClientView['records'][number];
export type ClientLikeness = ClientView['likenesses'][number];
export type DialogClient = Answers['clients']['ofDialog'];

export type Arrangement = Answers['pipelines']['list'];
export type PipelineRow = Arrangement['pipelines'][number];
export type RecordRow = Answers['records']['list']['rows'][number];
export type RecordView = Answers['records']['get'];
export type RecordEntry = Answers['records']['timeline']['entries'][number];
export type RecordFilter = Omit<Asks['records']['list'], 'cursor' | 'limit' | 'sort'>;
export type RecordSort = NonNullable<Asks['records']['list']['sort']>;

export type Figures = Answers['statistics'];
export type FiguresAbout = Figures['overview']['about'];
export type FigureChoices = Figures['choices'];
export type FigurePerson = FigureChoices['operators'][number];
export type FigurePlace = FigureChoices['lines'][number];
export type Board = Figures['board'];
