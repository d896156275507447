import { z } from 'zod';

const url = z.url({ protocol: /^https?$/ }).transform((value) => value.replace(/\/+$/, ''));

/** What the program is told by its environment. Every name is described in the README. */
const environment = z.object({
  DATABASE_URL: z.url(),
  /** Port the API listens on. */
  API_PORT: z.coerce.number().int().min(0).max(65_535).default(4000),
  API_HOST: z.string().default('0.0.0.0'),
  /** Where browsers and providers reach the API, and where browsers reach the console. */
  API_URL: url.default('http://localhost:4000'),
  CONSOLE_URL: url.default('http://localhost:3000'),
  /** Signs cookies and tokens and seals channel secrets. At least 32 characters; losing it loses the sealed secrets. */
  SECRET: z.string().min(32),
  /** `web` serves calls and sockets, `worker` delivers and wakes; by default one process does both. */
  ROLES: z
    .string()
    .default('web,worker')
    .transform((value) => value.split(',').map((role) => role.trim()))
    .pipe(z.array(z.enum(['web', 'worker'])).min(1)),
  /** Mail goes to this server, or without one into MAIL_FOLDER as files. */
  SMTP_URL: z.url({ protocol: /^smtps?$/ }).optional(),
  MAIL_FROM: z.string().default('Switchboard <switchboard@localhost>'),
  MAIL_FOLDER: z.string().default('.data/mail'),
  /** Where the key lies that signs ledgers of consents, and what it signed. One folder for all processes; not the database's. */
  LEDGER_FOLDER: z.string().default('.data/ledger'),
  /** The cookies' domain, where console and API have different hosts of one domain. */
  COOKIE_DOMAIN: z.string().optional(),
  TELEGRAM_API_URL: url.default('https://api.telegram.org'),
  /** Where an application that a Bitrix24 portal let in gets its tokens. */
  BITRIX24_TOKEN_URL: url.default('https://oauth.bitrix.info/oauth/token'),
  /** Hosts that may be called although their addresses are private, comma-separated `host` or `host:port`. */
  EGRESS_ALLOW: z
    .string()
    .default('')
    .transform((value) =>
      value
        .split(',')
        .map((host) => host.trim())
        .filter(Boolean),
    ),
  /** Where the widget's built files lie. */
  WIDGET_FOLDER: z.string().default(new URL('../../../widget/dist', import.meta.url).pathname),
  LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'silent']).default('info'),
  /** How often scanners look, in milliseconds. */
  POLL_MS: z.coerce.number().int().min(20).max(60_000).default(1_000),
  /** `off`: this process counts no statistics, nor writes the words that are searched for; another with the role `worker` must. */
  STATISTICS: z.enum(['on', 'off']).default('on'),
  /** How often one address may sign in before it rests for a minute; more where a whole office stands behind one. */
  SIGN_INS: z.coerce.number().int().min(5).max(10_000).default(20),
  /** Proxies in front of it that add to X-Forwarded-For; with none the header is not believed. */
  TRUST_PROXY: z.coerce.number().int().min(0).max(10).default(0),
});

export class Config {
  readonly values: z.infer<typeof environment>;

  constructor(values: z.infer<typeof environment>) {
    this.values = values;
  }

  /** Throws one sentence that names every variable that is missing or wrong. */
  static from(env: Record<string, string | undefined>): Config {
    const read = environment.safeParse(env);
    if (read.success) return new Config(read.data);
    const wrong = read.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('; ');
    throw new Error(`The environment is not complete: ${wrong}`);
  }
}
