import { CrmBusy } from './answers.ts';

/** What a portal lets one program ask (https://apidocs.bitrix24.com/limits.html): two a second, after a burst of fifty. */
const perSecond = 2;
/** Some are left for others who call the same portal from here: a settings page, another process. */
const burst = 40;
/** Nobody waits longer than this for his turn; he comes again later. */
const longestWaitMs = 15_000;

/** Hands out turns to call one portal, no faster than it allows. */
export class Pacer {
  #free = burst;
  #at = Date.now();
  #restUntil = 0;

  /** Waits for a turn. Throws `CrmBusy` where that would take too long. */
  async turn(): Promise<void> {
    const now = Date.now();
    this.#free = Math.min(burst, this.#free + ((now - this.#at) / 1_000) * perSecond);
    this.#at = now;
    const wait = Math.max(this.#restUntil - now, this.#free >= 1 ? 0 : ((1 - this.#free) / perSecond) * 1_000);
    if (wait > longestWaitMs) throw new CrmBusy('Too much is asked of the portal', Math.ceil(wait / 1_000));
    this.#free -= 1;
    if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
  }

  /** The portal asked for a rest. */
  rest(seconds: number): void {
    this.#restUntil = Math.max(this.#restUntil, Date.now() + seconds * 1_000);
  }
}

/** One pacer a company, for as long as the process runs; those unused longest are forgotten. */
export class Pacers {
  readonly #pacers = new Map<string, Pacer>();

  of(companyId: string): Pacer {
    const pacer = this.#pacers.get(companyId) ?? new Pacer();
    this.#pacers.delete(companyId);
    this.#pacers.set(companyId, pacer);
    for (const oldest of this.#pacers.keys()) {
      if (this.#pacers.size <= 1_000) break;
      this.#pacers.delete(oldest);
    }
    return pacer;
  }
}
