import { Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { Database, sql } from '@switchboard/db';
import type { Logger } from 'pino';

import { Config } from './config.ts';
import { Log } from './log.ts';
import { poll } from './poll.ts';

const companies = sql(
  'companies',
  'select company_id as "companyId" from company where company_id > $1 order by company_id limit 500',
);
/** A statement changes `atMost` rows at once, so that nobody waits for it long, and is repeated while it finds as many. */
const tidy = [
  // The feed is kept three days; an older cursor starts over. The last change stays, so that numbers never seem to begin anew.
  {
    atMost: 5000,
    statement: sql(
      'tidy-changes',
      `delete from change where company_id = $1 and number in (
    select number from change where company_id = $1 and at < now() - interval '3 days' and number < (select change_number from turn where company_id = $1) order by number limit 5000) returning 1 as one`,
    ),
  },
  {
    atMost: 2000,
    statement: sql(
      'tidy-bodies',
      `update received set raw = null, event = '{"kind":"ignored","externalId":"","why":"tidied"}' where company_id = $1 and received_id in (
    select received_id from received where company_id = $1 and done_at < now() - interval '30 days' and event->>'why' is distinct from 'tidied'
      and not exists (select from parked p where p.company_id = $1 and p.received_id = received.received_id) order by received_id limit 2000) returning 1 as one`,
    ),
  },
  {
    atMost: 2000,
    statement: sql(
      'tidy-outbox',
      `delete from outbox where company_id = $1 and outbox_id in (
    select outbox_id from outbox where company_id = $1 and done_at < now() - interval '30 days' limit 2000) returning 1 as one`,
    ),
  },
  {
    atMost: 5000,
    statement: sql(
      'tidy-commands',
      `delete from command where company_id = $1 and command_id in (
    select command_id from command where company_id = $1 and at < now() - interval '7 days' limit 5000) returning 1 as one`,
    ),
  },
  {
    atMost: 2000,
    statement: sql(
      'tidy-notices',
      `delete from notice where company_id = $1 and notice_id in (
    select notice_id from notice where company_id = $1 and at < now() - interval '90 days' limit 2000) returning 1 as one`,
    ),
  },
  // A day after it was chosen a picture is somebody's, a line's in some version of its settings or the company's, or nobody's.
  {
    atMost: 500,
    statement: sql(
      'tidy-pictures',
      `with named as (
         select photo as url from employee where company_id = $1
         union all select to_jsonb(c)->>'logo' from company c where company_id = $1
         union all select settings->'queue'->'hidden'->>'photo' from line_settings where company_id = $1
         union all select jsonb_path_query(settings, '$.queue.replaced.*.photo')#>>'{}' from line_settings where company_id = $1
       )
       delete from picture where company_id = $1 and picture_id in (
         select picture_id from picture where company_id = $1 and created_at < now() - interval '1 day'
           and picture_id::text not in (select right(url, 36) from named where url is not null) limit 500) returning 1 as one`,
    ),
  },
  {
    atMost: 2000,
    statement: sql(
      'tidy-webhook-deliveries',
      `delete from webhook_delivery where company_id = $1 and delivery_id in (
    select delivery_id from webhook_delivery where company_id = $1 and created_at < now() - interval '30 days' limit 2000) returning 1 as one`,
    ),
  },
  // A removal can be taken back for thirty days.
  {
    atMost: 2000,
    statement: sql(
      'tidy-quick-replies',
      `delete from quick_reply where company_id = $1 and reply_id in (
    select reply_id from quick_reply where company_id = $1 and removed_at < now() - interval '30 days' limit 2000) returning 1 as one`,
    ),
  },
  {
    atMost: 500,
    statement: sql(
      'tidy-quick-reply-sections',
      `delete from quick_reply_section s where company_id = $1 and section_id in (
    select section_id from quick_reply_section where company_id = $1 and removed_at < now() - interval '30 days'
      and not exists (select from quick_reply r where r.company_id = $1 and r.section_id = quick_reply_section.section_id) limit 500) returning 1 as one`,
    ),
  },
  // A list that falls takes what is in it along.
  {
    atMost: 10,
    statement: sql(
      'tidy-quick-reply-lists',
      `delete from quick_reply_list where company_id = $1 and list_id in (
    select list_id from quick_reply_list where company_id = $1 and removed_at < now() - interval '30 days' limit 10) returning 1 as one`,
    ),
  },
  {
    atMost: 5000,
    statement: sql(
      'tidy-quick-reply-uses',
      `delete from quick_reply_use where company_id = $1 and message_id in (
    select message_id from quick_reply_use where company_id = $1 and at < now() - interval '30 days' limit 5000) returning 1 as one`,
    ),
  },
];

/** What signing in leaves behind; it belongs to no company, or to none yet. */
const tidyDirectory = [
  // Of letters that were answered or came to nothing, the addresses go a month later.
  sql(
    'tidy-invitations',
    `delete from invitation where invitation_id in (
    select invitation_id from invitation where expires_at < now() - interval '30 days' limit 2000) returning 1 as one`,
  ),
  sql(
    'tidy-verifications',
    `delete from verification where id in (select id from verification where "expiresAt" < now() - interval '1 day' limit 2000) returning 1 as one`,
  ),
  sql(
    'tidy-sessions',
    `delete from session where id in (select id from session where "expiresAt" < now() - interval '1 day' limit 2000) returning 1 as one`,
  ),
  // How often an address tried is counted by the minute.
  sql(
    'tidy-rate-limits',
    `delete from "rateLimit" where id in (
    select id from "rateLimit" where "lastRequest" < extract(epoch from now() - interval '1 day') * 1000 limit 2000) returning 1 as one`,
  ),
];

/** So that one company with very much to tidy does not hold up the others; the rest is tidied an hour later. */
const mostRounds = 50;

/** Takes away what is kept only for a time, company by company, in small steps. */
@Injectable()
export class Housekeeping implements OnApplicationBootstrap, OnApplicationShutdown {
  readonly #log: Logger;
  #stop: () => Promise<void> = () => Promise.resolve();

  constructor(
    private readonly db: Database,
    private readonly config: Config,
    log: Log,
  ) {
    this.#log = log.for('housekeeping');
  }

  onApplicationBootstrap(): void {
    if (!this.config.values.ROLES.includes('worker')) return;
    this.#stop = poll(3_600_000, this.#log, () => this.tidy());
  }

  async onApplicationShutdown(): Promise<void> {
    await this.#stop();
  }

  async tidy(): Promise<boolean> {
    await this.#tidyDirectory().catch((error: unknown) =>
      this.#log.warn({ err: error }, 'tidying the directory failed; companies go on'),
    );
    for (let after = '00000000-0000-0000-0000-000000000000'; ;) {
      const found = await this.db.acrossCompanies('every company keeps things for a time only', (db) =>
        db.run<{ companyId: string }>(companies, [after]),
      );
      for (const { companyId } of found) {
        await this.#tidy(companyId).catch((error: unknown) =>
          this.#log.warn({ err: error, company: companyId }, 'tidying a company failed; the others go on'),
        );
      }
      const last = found.at(-1);
      if (!last) return false;
      after = last.companyId;
    }
  }

  async #tidyDirectory(): Promise<void> {
    for (const statement of tidyDirectory) {
      for (let round = 0; round < mostRounds; round++) {
        const gone = await this.db.directory((db) => db.run(statement, []));
        if (gone.length < 2000) break;
      }
    }
  }

  async #tidy(companyId: string): Promise<void> {
    for (const { statement, atMost } of tidy) {
      for (let round = 0; round < mostRounds; round++) {
        const changed = await this.db.inCompany(companyId, (db) => db.run(statement, [companyId]));
        if (changed.length < atMost) break;
      }
    }
  }
}
