import type { Logger } from 'pino';

/**
 * Runs `look` every `milliseconds`, never twice at once, at once again while it answers that there is more.
 * A look that fails is logged and the next one comes as planned. Answers how to stop, waiting for a look in flight.
 */
export function poll(milliseconds: number, log: Logger, look: () => Promise<boolean>): () => Promise<void> {
  let stopped = false;
  let wake: () => void = () => {};
  const running = (async () => {
    while (!stopped) {
      let more = false;
      try {
        more = await look();
      } catch (error) {
        log.warn({ err: error }, 'a look failed; the next one comes as planned');
      }
      if (more || stopped) continue;
      await new Promise<void>((resolve) => {
        wake = resolve;
        setTimeout(resolve, milliseconds).unref();
      });
    }
  })();
  return async () => {
    stopped = true;
    wake();
    await running;
  };
}
