import { spawn } from 'node:child_process';
import path from 'node:path';

import { build, root } from './installation/commands.ts';
import { StartFailed, startInstallation } from './installation/installation.ts';

const watch = process.argv.includes('--watch');
const say = (sentence: string): void => void process.stdout.write(`${sentence}\n`);

let stopping: Promise<void> | undefined;
let stop: () => Promise<void> = () => Promise.resolve();
const end = (code: number): void => {
  stopping ??= stop().then(() => process.exit(code));
};
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => {
    if (!stopping) say('\nStopping…');
    end(0);
  });
}

function port(name: string, usual: number): number {
  const text = process.env[name];
  if (text === undefined || text === '') return usual;
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1 || value > 65_535)
    throw new StartFailed(`${name} is ${JSON.stringify(text)}: it must be a port, 1 to 65535.`);
  return value;
}

try {
  say('Building what changed…');
  await build();
  const databaseUrl = process.env['DATABASE_URL'];
  const quiet = new Set(['api', 'console']);
  const installation = await startInstallation({
    folder: path.resolve(root, process.env['DATA_FOLDER'] ?? '.data'),
    ports: { api: port('API_PORT', 4000), console: port('CONSOLE_PORT', 3000), shop: port('SHOP_PORT', 3100) },
    ...(databaseUrl ? { databaseUrl } : {}),
    seed: process.env['SEED'] !== 'off',
    watch,
    say,
    log: (program, line) => {
      if (watch || !quiet.has(program) || /"level":(40|50|60)|error|Error|⨯|"part":"mail"/.test(line))
        say(`${program.padEnd(7)} ${line}`);
    },
  });
  stop = installation.stop;
  say(`
  Switchboard is running.

  Console      ${installation.consoleUrl}
  API          ${installation.apiUrl}
  Mail         ${path.relative(root, installation.mailFolder)}/ (every mail is a file; its link is printed here)`);
  if (installation.demo) {
    const { company, password, people } = installation.demo;
    say(`  Demo shop    ${installation.shopUrl} (the live chat is in its corner)

  Sign in to the demo company ${company} with the password ${password}
${people.map((person) => `    ${person.email.padEnd(28)} ${person.name}, ${person.role}`).join('\n')}`);
  }
  say('\n  Ctrl-C stops everything.\n');
  if (watch) {
    const builder = spawn('turbo', ['watch', 'build', '--filter=!@switchboard/console', '--output-logs=errors-only'], {
      cwd: root,
      stdio: ['ignore', 'inherit', 'inherit'],
    });
    stop = async () => {
      builder.kill();
      await installation.stop();
    };
  }
  void installation.fallen.then((sentence) => {
    if (stopping) return;
    process.stderr.write(`${sentence}\n`);
    end(1);
  });
} catch (error) {
  process.stderr.write(`\n${error instanceof StartFailed ? error.message : (error as Error).stack}\n`);
  process.exit(1);
}
