import { randomBytes } from 'node:crypto';

import { Injectable } from '@nestjs/common';
import { Database, sql, type CompanyDb, type Turn } from '@switchboard/db';
import { may } from '@switchboard/domain/access';
import {
  agreementDraft,
  filledTexts,
  publishProblems,
  type AgreementDraft,
  type AgreementLanguage,
  type AgreementTemplate,
} from '@switchboard/domain/agreement';
import { TRPCError } from '@trpc/server';

import { Changes, NotMade } from '../company/changes.ts';
import { FieldError, type Viewer } from '../rpc/trpc.ts';
import {
  mostAgreements,
  type AgreementChoice,
  type AgreementRemoved,
  type AgreementRow,
  type AgreementView,
  type DraftSaved,
  type Published,
  type VersionRow,
  type VersionView,
} from './agreement.shapes.ts';
import { textHash } from './ledger.ts';

// Who accepted is counted for screens only: there may be very many, and a change must not wait for it.
const listAgreements = sql(
  'list-agreements',
  `select a.agreement_id as "agreementId", a.name, a.template, a.version, v.published_at as "publishedAt", v.address,
     a.changed_at as "changedAt", a.draft, a.draft_version as "draftVersion", a.removed_at is not null as removed,
     coalesce((select array_agg(t.language order by t.place, t.language) from agreement_text t
       where t.company_id = $1 and t.agreement_id = a.agreement_id and t.version = a.version), '{}') as languages,
     coalesce(c.accepted, 0)::int as accepted
   from agreement a left join agreement_version v on v.company_id = $1 and v.agreement_id = a.agreement_id and v.version = a.version
     left join (
       select agreement_id, count(*) as accepted from client_consent
       where $3::boolean and company_id = $1 and decision = 'accepted' and ($2::uuid is null or agreement_id = $2) group by agreement_id
     ) c on c.agreement_id = a.agreement_id
   where a.company_id = $1 and ($2::uuid is null and a.removed_at is null or a.agreement_id = $2)
   order by lower(a.name), a.agreement_id limit 200`,
);
const linesThatAsk = sql(
  'lines-with-agreements',
  `select l.line_id as "lineId", l.name, s.settings->'agreement'->>'agreementId' as "agreementId"
   from line l join line_settings s on s.company_id = l.company_id and s.line_id = l.line_id and s.version = l.version
   where l.company_id = $1 and l.deleted_at is null and s.settings->'agreement'->>'agreementId' is not null
     and ($2::uuid is null or s.settings->'agreement'->>'agreementId' = $2::text)
   order by l.created_at, l.line_id limit 500`,
);
const readVersions = sql(
  'agreement-versions',
  `select v.version, v.address, v.published_at as "publishedAt", v.published_by as "publishedBy",
     (select jsonb_agg(jsonb_build_object('language', t.language, 'title', t.title, 'hash', t.hash, 'text', case when $3::int is null then null else t.text end) order by t.place, t.language)
      from agreement_text t where t.company_id = $1 and t.agreement_id = v.agreement_id and t.version = v.version) as texts
   from agreement_version v where v.company_id = $1 and v.agreement_id = $2 and ($3::int is null or v.version = $3)
   order by v.version desc limit 500`,
);
const readChoices = sql(
  'agreement-choices',
  `select a.agreement_id as "agreementId", a.name, a.version, v.address,
     (select array_agg(t.language order by t.place, t.language) from agreement_text t
      where t.company_id = $1 and t.agreement_id = a.agreement_id and t.version = a.version) as languages
   from agreement a join agreement_version v on v.company_id = $1 and v.agreement_id = a.agreement_id and v.version = a.version
   where a.company_id = $1 and a.removed_at is null order by lower(a.name), a.agreement_id limit 200`,
);
const addAgreement = sql(
  'add-agreement',
  `insert into agreement (company_id, agreement_id, name, template, draft, created_by, created_at, changed_at)
   values ($1, $2, $3, $4, $5, $6, $7, $7)`,
);
const putDraft = sql(
  'save-agreement-draft',
  `update agreement set name = $3, draft = $4, draft_version = draft_version + 1, changed_at = $5
   where company_id = $1 and agreement_id = $2`,
);
const putVersion = sql(
  'publish-agreement',
  `with v as (
     insert into agreement_version (company_id, agreement_id, version, address, published_by, published_at) values ($1, $2, $3, $4, $5, $6)),
   t as (
     insert into agreement_text (company_id, agreement_id, version, language, place, title, text, hash)
     select $1, $2, $3, x.language, x.place, x.title, x.text, x.hash
     from jsonb_to_recordset($7::jsonb) as x(language text, place int, title text, text text, hash text))
   update agreement set version = $3, changed_at = $6 where company_id = $1 and agreement_id = $2`,
);
const putAway = sql(
  'remove-agreement',
  'update agreement set removed_at = $3 where company_id = $1 and agreement_id = $2',
);
const addAddress = sql(
  'add-agreement-address',
  'insert into directory.agreement_address (address, company_id, agreement_id, version) values ($1, $2, $3, $4)',
);
const dropAddress = sql(
  'drop-agreement-address',
  'delete from directory.agreement_address where address = $1 and company_id = $2',
);
const findAddress = sql(
  'find-agreement-address',
  `select company_id as "companyId", agreement_id as "agreementId", version from directory.agreement_address where address = $1`,
);

type Stored = Omit<AgreementRow, 'lines'> & { draft: unknown; draftVersion: number; removed: boolean };
type LineThatAsks = { lineId: string; name: string; agreementId: string };
type StoredText = { language: AgreementLanguage; title: string; text: string; hash: string };

/** How many versions are kept at hand; a long one is some ten kilobytes. */
const mostShown = 200;

/** What a public address shows: one published version with all its texts. */
export type PublicVersion = { version: number; publishedAt: number; texts: StoredText[] };

/** Texts about personal data that clients are asked to accept, in versions that never change. */
@Injectable()
export class AgreementsService {
  /** Versions that were read at their addresses: they never change, and a link may be opened by thousands at once. */
  readonly #shown = new Map<string, PublicVersion>();

  constructor(
    private readonly db: Database,
    private readonly changes: Changes,
  ) {}

  async list(viewer: Viewer): Promise<AgreementRow[]> {
    return this.db.inCompany(viewer.companyId, async (db) => {
      const [rows, lines] = await Promise.all([
        db.run<Stored>(listAgreements, [viewer.companyId, null, true]),
        db.run<LineThatAsks>(linesThatAsk, [viewer.companyId, null]),
      ]);
      return rows.map((row) => rowOf(viewer, row, lines));
    });
  }

  /** An agreement with its draft and all its versions, removed ones too; null where there is none. */
  async get(viewer: Viewer, agreementId: string): Promise<AgreementView | null> {
    const { companyId } = viewer;
    return this.db.inCompany(companyId, async (db) => {
      const [[row], lines, versions] = await Promise.all([
        db.run<Stored>(listAgreements, [companyId, agreementId, true]),
        db.run<LineThatAsks>(linesThatAsk, [companyId, agreementId]),
        db.run<VersionRow>(readVersions, [companyId, agreementId, null]),
      ]);
      if (!row) return null;
      const { draftVersion, removed } = row;
      return {
        ...rowOf(viewer, row, lines),
        draft: agreementDraft.parse(row.draft),
        draftVersion,
        removed,
        versions: versions.map((version) => ({
          ...version,
          texts: version.texts.map(({ language, title, hash }) => ({ language, title, hash })),
        })),
      };
    });
  }

  /** A published version word for word; null where there is none. */
  async version(viewer: Viewer, agreementId: string, version: number): Promise<VersionView | null> {
    const [found] = await this.db.inCompany(viewer.companyId, (db) =>
      db.run<VersionView>(readVersions, [viewer.companyId, agreementId, version]),
    );
    return found ?? null;
  }

  /** What lines choose among: agreements that were published. */
  async choices(viewer: Viewer): Promise<AgreementChoice[]> {
    return this.db.inCompany(viewer.companyId, (db) => db.run<AgreementChoice>(readChoices, [viewer.companyId]));
  }

  async create(
    viewer: Viewer,
    { name, template, draft }: { name: string; template: AgreementTemplate; draft: AgreementDraft },
  ) {
    type Answer = { created: true; agreementId: string } | { created: false; because: 'too-many' };
    return this.changes.make<Answer>(viewer.companyId, 'agreements', async (turn, _again, audit) => {
      const others = await turn.run<Stored>(listAgreements, [turn.companyId, null, false]);
      checkName(others, name, null);
      if (others.length >= mostAgreements) return new NotMade({ created: false, because: 'too-many' });
      const agreementId = turn.id();
      const now = new Date(turn.now);
      const values = [turn.companyId, agreementId, name, template, JSON.stringify(draft), viewer.employeeId, now];
      await turn.run(addAgreement, values);
      await audit(viewer, 'agreement.created', { kind: 'agreement', id: agreementId });
      return { created: true, agreementId };
    });
  }

  /** Keeps a draft, finished or not. Stale where somebody saved another since `draftVersion` was read. */
  async saveDraft(
    viewer: Viewer,
    {
      agreementId,
      draftVersion,
      name,
      draft,
    }: { agreementId: string; draftVersion: number; name: string; draft: AgreementDraft },
  ): Promise<DraftSaved> {
    return this.changes.make<DraftSaved>(viewer.companyId, 'agreements', async (turn, _again, audit) => {
      const row = await storedIn(turn, agreementId);
      if (row.removed) return new NotMade({ saved: false, because: 'removed' });
      if (row.draftVersion !== draftVersion) return new NotMade({ saved: false, because: 'stale' });
      checkName(await turn.run<Stored>(listAgreements, [turn.companyId, null, false]), name, agreementId);
      const before = agreementDraft.parse(row.draft);
      if (row.name === name && JSON.stringify(before) === JSON.stringify(draft))
        return new NotMade({ saved: true, draftVersion });
      await turn.run(putDraft, [turn.companyId, agreementId, name, JSON.stringify(draft), new Date(turn.now)]);
      await audit(viewer, 'agreement.saved', { kind: 'agreement', id: agreementId });
      return { saved: true, draftVersion: draftVersion + 1 };
    });
  }

  /**
   * Makes the draft the next version, whose texts never change and whose clients are asked anew (product §3.4). Refused
   * where a field that the template needs is empty, and where nothing changed since the version before.
   */
  async publish(viewer: Viewer, agreementId: string, draftVersion: number): Promise<Published> {
    const { companyId } = viewer;
    const [row] = await this.db.inCompany(companyId, (db) =>
      db.run<Stored>(listAgreements, [companyId, agreementId, false]),
    );
    if (!row) throw noSuchAgreement();
    const version = row.version + 1;
    const address = randomBytes(15).toString('base64url');
    // The address stands before the version does: a link that clients were sent never leads nowhere.
    await this.db.directory((db) => db.run(addAddress, [address, companyId, agreementId, version]));
    let made = false;
    try {
      const answer = await this.changes.make<Published>(companyId, 'agreements', async (turn, _again, audit) => {
        const now = await storedIn(turn, agreementId);
        if (now.removed) return new NotMade({ published: false, because: 'removed' });
        if (now.draftVersion !== draftVersion || now.version + 1 !== version)
          return new NotMade({ published: false, because: 'stale' });
        const draft = agreementDraft.parse(now.draft);
        const problems = publishProblems(now.template, draft);
        if (Object.keys(problems).length > 0)
          throw new FieldError(Object.fromEntries(Object.entries(problems).map(([at, key]) => [`draft.${at}`, key])));
        const texts = filledTexts(now.template, draft).map((one, place) => ({
          ...one,
          place,
          hash: textHash(one.title, one.text),
        }));
        const [last] = await turn.run<VersionView>(readVersions, [companyId, agreementId, now.version]);
        if (last && hashesOf(last.texts) === hashesOf(texts))
          return new NotMade({ published: false, because: 'unchanged' });
        const at = new Date(turn.now);
        const { employeeId } = viewer;
        await turn.run(putVersion, [companyId, agreementId, version, address, employeeId, at, JSON.stringify(texts)]);
        await audit(viewer, 'agreement.published', { kind: 'agreement', id: agreementId }, { version });
        return { published: true, version, address };
      });
      made = answer.published;
      return answer;
    } catch (error) {
      // The answer to the commit may be lost: then the version may be there, and its address stays.
      made = !(error instanceof TRPCError);
      throw error;
    } finally {
      if (!made) await this.db.directory((db) => db.run(dropAddress, [address, companyId]));
    }
  }

  /** Takes an agreement off the list; lines that ask for it keep it there. Its versions stay where clients were sent. */
  async remove(viewer: Viewer, agreementId: string): Promise<AgreementRemoved> {
    return this.changes.make<AgreementRemoved>(viewer.companyId, 'agreements', async (turn, _again, audit) => {
      const row = await storedIn(turn, agreementId);
      if (row.removed) return new NotMade({ removed: true });
      const lines = await turn.run<LineThatAsks>(linesThatAsk, [turn.companyId, agreementId]);
      if (lines.length > 0)
        return new NotMade({ removed: false, because: 'in-use', lines: rowOf(viewer, row, lines).lines });
      await turn.run(putAway, [turn.companyId, agreementId, new Date(turn.now)]);
      await audit(viewer, 'agreement.removed', { kind: 'agreement', id: agreementId });
      return { removed: true };
    });
  }

  async restore(viewer: Viewer, agreementId: string) {
    type Answer = { restored: true } | { restored: false; because: 'too-many' | 'name-taken' };
    return this.changes.make<Answer>(viewer.companyId, 'agreements', async (turn, _again, audit) => {
      const row = await storedIn(turn, agreementId);
      if (!row.removed) return new NotMade({ restored: true });
      const others = await turn.run<Stored>(listAgreements, [turn.companyId, null, false]);
      if (others.length >= mostAgreements) return new NotMade({ restored: false, because: 'too-many' });
      if (others.some((other) => folded(other.name) === folded(row.name)))
        return new NotMade({ restored: false, because: 'name-taken' });
      await turn.run(putAway, [turn.companyId, agreementId, null]);
      await audit(viewer, 'agreement.restored', { kind: 'agreement', id: agreementId });
      return { restored: true };
    });
  }

  /** The version that stands at a public address; null where none does. */
  async at(address: string): Promise<PublicVersion | null> {
    const kept = this.#shown.get(address);
    if (kept) return kept;
    const [found] = await this.db.receive((db) =>
      db.run<{ companyId: string; agreementId: string; version: number }>(findAddress, [address]),
    );
    if (!found) return null;
    const { companyId, agreementId, version } = found;
    const [shown] = await this.db.inCompany(companyId, (db) =>
      db.run<VersionView>(readVersions, [companyId, agreementId, version]),
    );
    if (shown?.address !== address) return null;
    // The one that was read first makes room.
    if (this.#shown.size >= mostShown) this.#shown.delete(this.#shown.keys().next().value ?? '');
    this.#shown.set(address, shown);
    return shown;
  }
}

/** The published version that lines may ask for; nothing where the agreement is not there or was never published. */
export async function publishedIn(turn: Turn, agreementId: string): Promise<AgreementChoice | undefined> {
  const choices = await turn.run<AgreementChoice>(readChoices, [turn.companyId]);
  return choices.find((choice) => choice.agreementId === agreementId);
}

async function storedIn(db: Pick<CompanyDb, 'companyId' | 'run'>, agreementId: string): Promise<Stored> {
  const [row] = await db.run<Stored>(listAgreements, [db.companyId, agreementId, false]);
  if (!row) throw noSuchAgreement();
  return row;
}

function noSuchAgreement(): TRPCError {
  return new TRPCError({ code: 'NOT_FOUND', message: 'There is no such agreement' });
}

function rowOf(viewer: Viewer, row: Stored, lines: readonly LineThatAsks[]): AgreementRow {
  const { agreementId, name, template, version, publishedAt, address, changedAt, accepted } = row;
  const draft = agreementDraft.safeParse(row.draft).data;
  const languages = version > 0 ? row.languages : (draft?.texts.map(({ language }) => language) ?? []);
  const asking = lines
    .filter((line) => line.agreementId === agreementId)
    .map((line) => ({
      lineId: line.lineId,
      name: line.name,
      viewable: may(viewer, 'linesView', { lineId: line.lineId }),
    }));
  return { agreementId, name, template, version, publishedAt, address, changedAt, accepted, languages, lines: asking };
}

function checkName(others: readonly Stored[], name: string, own: string | null): void {
  if (others.some((other) => other.agreementId !== own && folded(other.name) === folded(name)))
    throw new FieldError({ name: 'agreements.name.taken' });
}

function folded(name: string): string {
  return name.trim().toLowerCase();
}

function hashesOf(texts: readonly { language: string; hash: string }[]): string {
  return texts.map(({ language, hash }) => `${language} ${hash}`).join();
}
