// Who may import what. Each rule says why; `scripts/boundaries` holds a file per rule that must break it.
const domainTabs = 'line|queue|crm|hours|agreement|auto-actions|rating|bot|kpi|client-emails';

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: 'no-cycles',
      comment: 'Two files that need each other are one file, or a third is missing.',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'domain-is-pure',
      comment:
        'The rules know nothing of clocks, files, networks or frameworks: they import zod, the Temporal polyfill, in crm/ what knows the numbering plans of the world, and nothing else.',
      severity: 'error',
      from: { path: '^packages/domain/src', pathNot: '^packages/domain/src/crm/addresses/|\\.test\\.ts$|/testing/' },
      to: { pathNot: '^packages/domain/src|node_modules/(zod|temporal-polyfill)/' },
    },
    {
      name: 'phones-stay-in-the-crm',
      comment:
        'Only what reads phone numbers knows the numbering plans; they are large, and no browser should load them.',
      severity: 'error',
      from: { path: '^packages/domain/src/crm/addresses/', pathNot: '\\.test\\.ts$' },
      to: { pathNot: '^packages/domain/src|node_modules/(zod|temporal-polyfill|libphonenumber-js)/' },
    },
    {
      name: 'tabs-stay-apart',
      comment:
        'A tab of the settings is understood by itself: it imports hours, people and text, no other tab and not the dialog, where the tabs meet.',
      severity: 'error',
      from: {
        path: `^packages/domain/src/(queue|crm|hours|agreement|auto-actions|rating|bot|kpi|client-emails)/`,
        pathNot: '\\.test\\.ts$',
      },
      to: { path: `^packages/domain/src/(dialog|access|${domainTabs})/`, pathNot: '^packages/domain/src/($1|hours)/' },
    },
    {
      name: 'channels-translate-only',
      comment:
        'An adapter turns payloads into messages and back. It opens no socket and reads no file: it imports the domain, zod and node:crypto.',
      severity: 'error',
      from: { path: '^packages/channels/src', pathNot: '\\.test\\.ts$|/testing/' },
      to: { pathNot: '^packages/(channels|domain)/|node_modules/zod/|^(node:)?crypto$' },
    },
    {
      name: 'db-knows-the-domain-only',
      comment: 'The door to PostgreSQL serves the shell; it does not know it.',
      severity: 'error',
      from: { path: '^packages/db/src' },
      to: { path: '^(apps|packages/channels)/' },
    },
    {
      name: 'only-db-opens-postgresql',
      comment: 'One door: nobody else opens a connection, so no statement escapes its company.',
      severity: 'error',
      from: { path: '^apps/', pathNot: '\\.test\\.ts$|/testing/' },
      to: { path: 'node_modules/(pg|@prisma)/' },
    },
    {
      name: 'routers-never-touch-stores',
      comment: 'A router is a plain function of services: what it may do and read stands in them.',
      severity: 'error',
      from: { path: '^apps/api/src/.+\\.routers?\\.ts$' },
      to: { path: '\\.store\\.ts$|^packages/db/' },
    },
    {
      name: 'only-dialogs-writes-dialogs',
      comment: 'The batch is the one place that decides and writes; the others ask the runner.',
      severity: 'error',
      from: { path: '^apps/api/src', pathNot: '^apps/api/src/dialogs/' },
      to: { path: '^apps/api/src/dialogs/(batch|rules)\\.ts$' },
    },
    {
      name: 'console-takes-types-of-the-api-only',
      comment: 'Types cross, code does not: the console is bundled for browsers and the API is not for them.',
      severity: 'error',
      from: { path: '^apps/console/src' },
      to: { path: '^apps/api/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'console-asks-the-api',
      comment: 'The console reads and writes over the API, never the database.',
      severity: 'error',
      from: { path: '^apps/console/src' },
      to: { path: '^packages/db/' },
    },
    {
      name: 'features-stand-side-by-side',
      comment:
        'A feature of the console is not built on another: what two need belongs into ui, rpc, or the page that places both.',
      severity: 'error',
      from: { path: '^apps/console/src/features/([^/]+)/' },
      to: { path: '^apps/console/src/features/', pathNot: '^apps/console/src/features/$1/' },
    },
    {
      name: 'ui-knows-no-feature',
      comment: 'The building blocks are below the features that use them.',
      severity: 'error',
      from: { path: '^apps/console/src/ui/' },
      to: { path: '^apps/console/src/(features|app)/' },
    },
    {
      name: 'widget-stays-small',
      comment:
        'The widget takes types of the live chat protocol and nothing else of ours: no schema library reaches a client’s page.',
      severity: 'error',
      from: { path: '^apps/widget/src', pathNot: '\\.test\\.ts$' },
      to: { path: '^(packages|apps/(api|console))/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'tests-stay-out',
      comment: 'What runs does not import what tests.',
      severity: 'error',
      from: { path: '^(apps|packages)/[^/]+/src', pathNot: '\\.test\\.tsx?$|/testing/' },
      to: { path: '\\.test\\.tsx?$|/testing/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '/dist/|/generated/|\\.next/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.base.json' },
    detectProcessBuiltinModuleCalls: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['switchboard:source', 'types', 'import', 'default'],
      extensions: ['.ts', '.tsx', '.js', '.mjs', '.json'],
    },
  },
};
