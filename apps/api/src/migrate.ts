import { DatabaseUnfit, migrate } from '@switchboard/db/migrate';

const url = process.env['DATABASE_URL'];
if (!url) {
  process.stderr.write('Set DATABASE_URL to the database that is to be migrated.\n');
  process.exit(78);
}
try {
  const applied = await migrate(url);
  process.stdout.write(applied.length > 0 ? `Applied ${applied.join(', ')}.\n` : 'Nothing to apply.\n');
  // The schema engine leaves a timer of its own running for ten seconds.
  process.exit(0);
} catch (error) {
  process.stderr.write(`${error instanceof DatabaseUnfit ? error.message : (error as Error).stack}\n`);
  process.exit(1);
}
