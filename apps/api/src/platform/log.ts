import { pino, type Logger } from 'pino';

import type { Config } from './config.ts';

/** Logs hold ids, codes and numbers, never a person's data. */
export class Log {
  readonly root: Logger;

  constructor(config: Config) {
    this.root = pino({
      level: config.values.LOG_LEVEL,
      base: null,
      redact: ['req.headers.cookie', 'req.headers.authorization'],
      serializers: { err: (error: Error) => ({ type: error.name, message: error.message, stack: error.stack }) },
    });
  }

  /** A logger that names the part of the program it speaks for. */
  for(part: string): Logger {
    return this.root.child({ part });
  }
}
