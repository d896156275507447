import { Injectable } from '@nestjs/common';
import { Database, sql } from '@switchboard/db';
import type { z } from 'zod';

import { CompanyService } from '../company/company.service.ts';
import { DialogQueries } from '../dialogs/dialog.queries.ts';
import type { DialogRow, MessageRow } from '../dialogs/dialog.shapes.ts';
import { DialogsService } from '../dialogs/dialogs.service.ts';
import { LinesService } from '../lines/lines.service.ts';
import { PeopleService } from '../people/people.service.ts';
import type { Viewer } from '../rpc/trpc.ts';
import type { dialogsAsked, dialogShown, messageShown } from './public-api.shapes.ts';
import { mustHave, Refused } from './refused.ts';

const numbersOfDialog = sql(
  'message-numbers-of-dialog',
  `select chat_id as "chatId", number from message where company_id = $1 and dialog_id = $2 and number > $3 order by number limit $4`,
);

/** What the API's calls answer: the same reads and commands as the console's, told in shapes that do not change. */
@Injectable()
export class PublicApi {
  constructor(
    private readonly db: Database,
    private readonly companies: CompanyService,
    private readonly linesService: LinesService,
    private readonly peopleService: PeopleService,
    private readonly queries: DialogQueries,
    private readonly dialogsService: DialogsService,
  ) {}

  async company({ companyId }: Viewer) {
    const { name, language, timeZone } = await this.companies.get(companyId);
    return { id: companyId, name, language, timeZone };
  }

  async lines(viewer: Viewer, cursor: string | undefined, limit: number) {
    mustHave(viewer, 'linesView');
    const { page, next } = paged(await this.linesService.list(viewer), (line) => line.lineId, cursor, limit);
    return {
      lines: page.map(({ lineId, name, active, channels, waiting, open }) => ({
        id: lineId,
        name,
        active,
        channels: channels.map((channel) => ({ id: channel.channelId, kind: channel.kind, name: channel.name })),
        waiting,
        open,
      })),
      next,
    };
  }

  async line(viewer: Viewer, lineId: string) {
    mustHave(viewer, 'linesView');
    const { name, active, version, settings } = await this.linesService.get(viewer, lineId);
    return { id: lineId, name, active, version, settings };
  }

  async people(viewer: Viewer, cursor: string | undefined, limit: number) {
    mustHave(viewer, 'linesView');
    const all = (await this.peopleService.list(viewer.companyId)).filter((one) => one.dismissedAt === null);
    const { page, next } = paged(all, (one) => one.employeeId, cursor, limit);
    return {
      people: page.map(({ employeeId, name, surname, position, email, departmentId, presence, holds }) => ({
        id: employeeId,
        name,
        surname,
        position,
        email,
        departmentId,
        presence,
        openDialogs: holds,
      })),
      next,
    };
  }

  async dialogs(viewer: Viewer, { state, line, operator, since, cursor, limit }: z.output<typeof dialogsAsked>) {
    const filter = { state, lineId: line, operatorId: operator };
    const { rows, next } = await this.queries.list(viewer, filter, cursor, limit);
    const from = since === undefined ? -Infinity : Date.parse(since);
    const asked = rows.filter((row) => row.openedAt >= from);
    // The newest come first: behind one that is too old there are older ones only.
    return { dialogs: asked.map(shownDialog), next: asked.length < rows.length ? null : next };
  }

  async dialog(viewer: Viewer, dialogId: number) {
    const { row, allowed } = await this.queries.get(viewer, dialogId);
    const history = allowed.history ? await this.queries.history(viewer, dialogId) : null;
    return {
      ...shownDialog(row),
      history: history?.steps.map(({ number, fact }) => ({ number, ...fact })) ?? null,
    };
  }

  async messages(viewer: Viewer, dialogId: number, after: number, limit: number) {
    // Refuses whoever may not see the dialog.
    await this.queries.get(viewer, dialogId);
    const rows = await this.db.inCompany(viewer.companyId, async (db) => {
      const keys = await db.run<{ chatId: string; number: number }>(numbersOfDialog, [
        viewer.companyId,
        dialogId,
        after,
        limit,
      ]);
      return keys.length === 0 ? [] : this.queries.messageRows(db, keys);
    });
    const inOrder = rows.toSorted((a, b) => a.number - b.number);
    const last = inOrder.at(-1);
    return {
      messages: inOrder.map(shownMessage),
      next: inOrder.length < limit || last === undefined ? null : String(last.number),
    };
  }

  async reply(viewer: Viewer, dialogId: number, text: string, commandId: string) {
    mustHave(viewer, 'reply');
    const { row, message } = await this.#act(viewer, { commandId, dialogId, action: 'operator-writes', text });
    return { dialog: shownDialog(row), message: message === null ? null : shownMessage(message) };
  }

  async close(viewer: Viewer, dialogId: number, commandId: string) {
    mustHave(viewer, 'finish');
    const { row } = await this.#act(viewer, { commandId, dialogId, action: 'close', because: 'forced' });
    return { dialog: shownDialog(row) };
  }

  async #act(viewer: Viewer, command: Parameters<DialogsService['act']>[1]) {
    const outcome = await this.dialogsService.act(viewer, command);
    if (outcome.done) return outcome;
    const { refused } = outcome.refusal;
    if (refused === 'no-dialog') throw new Refused(404, { error: 'not-found', message: 'There is no such dialog' });
    if (refused === 'not-allowed')
      throw new Refused(403, { error: 'forbidden', message: 'The maker of this key has no right to this' });
    throw new Refused(409, {
      error: 'refused',
      message: 'The rules of the dialog do not allow this now',
      because: refused,
    });
  }
}

function paged<T>(all: readonly T[], idOf: (one: T) => string, cursor: string | undefined, limit: number) {
  const from = cursor === undefined ? 0 : all.findIndex((one) => idOf(one) === cursor) + 1;
  if (cursor !== undefined && from === 0)
    throw new Refused(400, {
      error: 'invalid',
      message: 'Some values are not as they must be',
      fields: { cursor: 'Not one of this list' },
    });
  const page = all.slice(from, from + limit);
  const last = page.at(-1);
  return { page, next: last !== undefined && from + limit < all.length ? idOf(last) : null };
}

function shownDialog(row: DialogRow): z.input<typeof dialogShown> {
  return {
    number: row.dialogId,
    state: row.state,
    direction: row.direction,
    line: { id: row.line.lineId, name: row.line.name },
    channel: { id: row.channel.channelId, kind: row.channel.kind, name: row.channel.name },
    client: { id: row.client.clientId, name: row.client.name },
    operator: personOf(row.operator),
    messages: row.messages,
    openedAt: moment(row.openedAt),
    acceptedAt: momentOrNull(row.acceptedAt),
    firstAnswerAt: momentOrNull(row.firstAnswerAt),
    closedAt: momentOrNull(row.closedAt),
    closeReason: row.closeReason,
    unansweredSince: momentOrNull(row.unansweredSince),
    rating: row.vote,
    mark: row.stars,
    pinned: row.pinned,
    outsideHours: row.outsideHours,
  };
}

function shownMessage(row: MessageRow): z.input<typeof messageShown> {
  return {
    id: row.messageId,
    number: row.number,
    dialog: row.dialogId,
    from: row.from,
    operator: personOf(row.operator),
    text: row.text,
    at: moment(row.at),
    editedAt: momentOrNull(row.editedAt),
    delivery: row.delivery,
    problem: row.problem,
  };
}

function personOf(person: DialogRow['operator']) {
  return person === null ? null : { id: person.employeeId, name: person.name, surname: person.surname };
}

function moment(at: number): string {
  return new Date(at).toISOString();
}

function momentOrNull(at: number | null): string | null {
  return at === null ? null : moment(at);
}
