// Generates the Prisma client without its engines: `/bin/false` stands where the CLI would download one.
import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '../../..');
const cli = createRequire(import.meta.url).resolve('prisma/build/index.js');
rmSync(path.join(root, 'packages/db/src/generated'), { recursive: true, force: true });
const done = spawnSync(
  process.execPath,
  [cli, 'generate', '--schema', path.join(root, 'prisma/schema'), '--no-hints'],
  {
    cwd: root,
    env: {
      ...process.env,
      PRISMA_SCHEMA_ENGINE_BINARY: '/bin/false',
      PRISMA_HIDE_UPDATE_MESSAGE: '1',
      CHECKPOINT_DISABLE: '1',
    },
    encoding: 'utf8',
  },
);
if (done.status !== 0) {
  process.stderr.write(done.stdout + done.stderr);
  process.exit(done.status ?? 1);
}
