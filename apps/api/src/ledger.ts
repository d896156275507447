import { Database, sql } from '@switchboard/db';
import { runningEmbedded } from '@switchboard/db/embedded';

import { checkLedger } from './agreements/check.ts';
import { Heads } from './agreements/heads.ts';
import { reportWords } from './agreements/report-words.ts';

const companies = sql(
  'companies-with-ledgers',
  `select c.company_id as "companyId", c.name from company c
   where c.company_id > $1 and ($2::text is null or c.company_id::text = lower($2) or c.name = $2)
   order by c.company_id limit 200`,
);

const usage = `Say what is to be done: check, and if you like --company and its id or name; or new-key.

  npm run ledger -- check
  npm run ledger -- check --company Lighthouse
  npm run ledger -- new-key

new-key begins a new key for signing where the former was lost; what that one signed is still known by its public key.

It reads the database at DATABASE_URL, or the one of a running installation in DATA_FOLDER (.data), and the signed
heads in LEDGER_FOLDER (.data/ledger), of which ledger.pub is all that a copy needs beside the lines themselves.
`;

const [command, ...args] = process.argv.slice(2);
const named = args[0] === '--company' ? args[1] : undefined;
const data = process.env['DATA_FOLDER'] ?? '.data';
const heads = new Heads(process.env['LEDGER_FOLDER'] ?? `${data}/ledger`);
if (command === 'new-key' && args.length === 0) {
  const begun = await heads.beginKey();
  process.stdout.write(begun ? 'A new key was begun.\n' : 'The key is there; nothing was changed.\n');
  process.exit(begun ? 0 : 1);
}
if (command !== 'check' || (args.length > 0 && (named === undefined || args.length > 2))) {
  process.stderr.write(usage);
  process.exit(64);
}
const url = process.env['DATABASE_URL'] ?? runningEmbedded(`${data}/postgres`);
if (!url) {
  process.stderr.write(
    'Set DATABASE_URL to the database whose ledgers are to be checked, or start the installation.\n',
  );
  process.exit(78);
}

const db = new Database({ url, name: 'switchboard-ledger' });
let checked = 0;
let broken = 0;
try {
  for (let after: string | null = '00000000-0000-0000-0000-000000000000'; after !== null;) {
    const from: string = after;
    const found = await db.acrossCompanies('the ledgers of all companies are checked', (across) =>
      across.run<{ companyId: string; name: string }>(companies, [from, named ?? null]),
    );
    for (const { companyId, name } of found) {
      const report = await checkLedger(db, companyId, heads, Date.now());
      checked++;
      if (!report.holds) broken++;
      process.stdout.write(
        `${name} (${companyId})\n${reportWords(report)
          .map((words) => `  ${words}\n`)
          .join('')}`,
      );
    }
    after = found.at(-1)?.companyId ?? null;
  }
} catch (error) {
  process.stderr.write(`The check could not be made: ${(error as Error).message}\n`);
  process.exit(75);
} finally {
  await db.close();
}
if (checked === 0) {
  process.stderr.write(named === undefined ? 'There is no company.\n' : `There is no company ${named}.\n`);
  process.exit(66);
}
process.exit(broken > 0 ? 1 : 0);
