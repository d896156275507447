import { parseArgs } from 'node:util';

import { Database, sql } from '@switchboard/db';
import { runningEmbedded } from '@switchboard/db/embedded';
import { z } from 'zod';

import { CannotFill, fillMonths, NotCounted, PerhapsFilled } from './seed/months.ts';

const usage = `Say which company is to be filled, and with how much.

  npm run fill -- --company Lighthouse --dialogs 5000 --months 12
  npm run fill -- --company 0190b2c4-7a1e-7cc2-9b5d-2f1f0c3e4a5b --dialogs 1000000 --months 12 --seed 7

  --company  its name or id; it needs a channel on a line that somebody answers
  --dialogs  how many, up to 5000000
  --months   over how many months before now, up to 120; 12 unless told
  --seed     the same seed fills the same company with the same months; 1 unless told

It is for demonstrations and tests, not for a company that has clients: they could not be told apart from those it makes.
It fills the database at DATABASE_URL, or the one of a running installation in DATA_FOLDER (.data), as a superuser of it.
The dialogs are there all at once or not at all; whoever writes to the company meanwhile waits. Their figures are counted
after that; where this breaks, the installation counts them itself.
`;

const whole = (name: string, least: number, most: number) => {
  const words = `--${name} must be a whole number from ${least} to ${most}.`;
  return z
    .string()
    .regex(/^\d{1,10}$/, words)
    .transform(Number)
    .refine((value) => value >= least && value <= most, words);
};
const options = z.object({
  company: z.string('Name the company: --company and its name or id.').min(1, '--company must not be empty.').max(200),
  dialogs: z.string('Say how many dialogs: --dialogs.').pipe(whole('dialogs', 1, 5_000_000)),
  months: whole('months', 1, 120),
  seed: whole('seed', 0, 1_000_000),
});

const companies = sql(
  'companies-to-fill',
  `select company_id as "companyId", name from company where company_id::text = lower($1) or name = $1 order by company_id limit 3`,
);

/** Ends with a sentence. */
function end(code: number, sentence: string): never {
  process.stderr.write(`${sentence}\n`);
  process.exit(code);
}

function asked(): z.infer<typeof options> {
  try {
    const { values } = parseArgs({
      options: {
        company: { type: 'string' },
        dialogs: { type: 'string' },
        months: { type: 'string', default: '12' },
        seed: { type: 'string', default: '1' },
      },
    });
    const read = options.safeParse(values);
    if (read.success) return read.data;
    return end(64, `${read.error.issues.map(({ message }) => message).join('\n')}\n\n${usage}`);
  } catch (error) {
    return end(64, `${(error as Error).message}\n\n${usage}`);
  }
}

const { company, dialogs, months, seed } = asked();
const url = process.env['DATABASE_URL'] ?? runningEmbedded(`${process.env['DATA_FOLDER'] ?? '.data'}/postgres`);
if (!url) end(78, 'Set DATABASE_URL to the database that is to be filled, or start the installation.');
const db = new Database({ url, name: 'fill' });
try {
  const found = await db.acrossCompanies('a company is found by its name to be filled', (across) =>
    across.run<{ companyId: string; name: string }>(companies, [company]),
  );
  const [one, another] = found;
  if (!one) throw new CannotFill(`There is no company ${company}.`);
  if (another) throw new CannotFill(`There are several companies ${company}: name one by its id.`);
  const began = performance.now();
  const until = Date.now();
  const open = Math.min(12, Math.floor(dialogs / 50));
  const say = (sentence: string): void => void process.stdout.write(`${sentence}\n`);
  const filled = await fillMonths(url, { companyId: one.companyId, dialogs, months, seed, until, open, say });
  const seconds = ((performance.now() - began) / 1_000).toFixed(1);
  say(
    `${one.name} has ${filled.dialogs} dialogs more, with ${filled.messages} messages of ${filled.clients} clients, after ${seconds} s.`,
  );
} catch (error) {
  if (error instanceof CannotFill) end(66, error.message);
  const because = (error as Error).message;
  if (error instanceof NotCounted)
    end(
      75,
      `${error.filled.dialogs} dialogs are there, their figures are not counted yet (${because}). The installation counts them.`,
    );
  if (error instanceof PerhapsFilled)
    end(
      75,
      `The database was lost while it kept the dialogs (${because}): see whether the company has them before you fill it again.`,
    );
  end(75, `Nothing was filled: ${because}`);
} finally {
  await db.close();
}
