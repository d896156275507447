import { readFileSync } from 'node:fs';

import type { INestApplicationContext } from '@nestjs/common';
import { currencies, emptyRecord, fieldTypes, recordKinds } from '@switchboard/domain/crm';
import { z } from 'zod';

import { PipelinesService } from '../crm/pipelines/pipelines.service.ts';
import { RecordsService } from '../crm/records/records.service.ts';
import type { Viewer } from '../rpc/trpc.ts';

const record = z.object({
  /** By which a deal names its contact. */
  key: z.string().optional(),
  kind: z.enum(recordKinds),
  title: z.string().default(''),
  name: z.string().default(''),
  surname: z.string().default(''),
  responsible: z.string(),
  source: z.string(),
  phones: z.array(z.string()).default([]),
  emails: z.array(z.string()).default([]),
  stage: z.string().optional(),
  amount: z.number().optional(),
  currency: z.enum(currencies).optional(),
  contact: z.string().optional(),
  note: z.string().optional(),
});
const before = z.object({
  fields: z.array(
    z.object({ kind: z.enum(recordKinds), name: z.string(), type: z.enum(fieldTypes), options: z.array(z.string()) }),
  ),
  records: z.array(record),
});

/** Gives the demo company the contacts, leads and deals that it had before its story begins. */
export async function tellRecords(
  app: INestApplicationContext,
  viewer: Viewer,
  idOf: (key: string) => string,
): Promise<void> {
  const file = new URL('../../../../prisma/seed/crm.json', import.meta.url);
  const { fields, records } = before.parse(JSON.parse(readFileSync(file, 'utf8')));
  const pipelines = app.get(PipelinesService);
  const service = app.get(RecordsService);
  for (const { kind, ...words } of fields) await pipelines.addField(viewer, kind, words);
  const arranged = await pipelines.list(viewer.companyId);
  const stageOf = (kind: string, name: string): string => {
    const stages = arranged.pipelines.flatMap((one) => (one.kind === kind ? one.stages : []));
    const stage = stages.find((one) => one.name === name);
    if (!stage) throw new Error(`The story has no stage ${name} of a ${kind}`);
    return stage.stageId;
  };
  const made = new Map<string, string>();
  for (const { key, kind, responsible, stage, contact, note, amount, currency, ...words } of records) {
    const { recordId } = await service.create(
      viewer,
      kind,
      {
        ...emptyRecord,
        ...words,
        amount: amount ?? null,
        currency: currency ?? null,
        responsibleId: idOf(responsible),
        contactId: contact === undefined ? null : (made.get(contact) ?? null),
      },
      stage === undefined ? null : stageOf(kind, stage),
      null,
    );
    if (key !== undefined) made.set(key, recordId);
    if (note !== undefined) await service.note(viewer, recordId, note);
  }
}
