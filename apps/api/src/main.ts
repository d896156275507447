import { Config } from './platform/config.ts';
import { Log } from './platform/log.ts';
import { startApi } from './server.ts';

let config: Config;
try {
  config = Config.from(process.env);
} catch (error) {
  process.stderr.write(`${(error as Error).message}\n`);
  process.exit(78);
}

const log = new Log(config).for('process');
process.on('unhandledRejection', (error) => log.error({ err: error as Error }, 'a promise failed unheard'));

try {
  const running = await startApi(config);
  log.info({ url: running.url, roles: config.values.ROLES }, 'listening');
  let stopping = false;
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.on(signal, () => {
      if (stopping) return;
      stopping = true;
      setTimeout(() => process.exit(1), 15_000).unref();
      void running.stop().then(
        () => process.exit(0),
        (error: Error) => {
          log.error({ err: error }, 'stopping failed');
          process.exit(1);
        },
      );
    });
  }
} catch (error) {
  const failure = error as NodeJS.ErrnoException;
  process.stderr.write(
    failure.code === 'EADDRINUSE'
      ? `Port ${config.values.API_PORT} is taken: stop what listens there, or set API_PORT to another.\n`
      : `The API did not start: ${failure.stack ?? failure.message}\n`,
  );
  process.exit(failure.code === 'EADDRINUSE' ? 75 : 1);
}
