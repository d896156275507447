import { z } from 'zod';

type Schema = {
  type?: string | string[];
  properties?: Record<string, Schema>;
  required?: string[];
  items?: Schema;
  minItems?: number;
  anyOf?: Schema[];
  oneOf?: Schema[];
  enum?: unknown[];
  const?: unknown;
  format?: string;
  minimum?: number;
  maximum?: number;
  minLength?: number;
};

/** Names of fields that hold an id of something that belongs to a company. */
export const idFields = [
  'companyId',
  'lineId',
  'channelId',
  'chatId',
  'dialogId',
  'dialogIds',
  'viewId',
  'exportId',
  'clientId',
  'otherClientId',
  'clientMergeId',
  'messageId',
  'employeeId',
  'operatorId',
  'employeeIds',
  'roleId',
  'roleIds',
  'invitationId',
  'departmentId',
  'parentId',
  'absenceId',
  'noticeId',
  'parkedId',
  'apiKeyId',
  'webhookId',
  'deliveryId',
  'listId',
  'sectionId',
  'toSectionId',
  'beforeSectionId',
  'replyId',
  'replyIds',
  'beforeReplyId',
  'recordId',
  'keptId',
  'mergedId',
  'mergeId',
  'contactId',
  'responsibleId',
  'pipelineId',
  'beforePipelineId',
  'stageId',
  'fromStageId',
  'toStageId',
  'beforeStageId',
  'fieldId',
  'beforeFieldId',
  'agreementId',
] as const;
export type IdField = (typeof idFields)[number];

/** What to call a procedure with: an input that its schema takes, and where ids of a company stand in it. */
export type Sample = { input: unknown; ids: string[] };

/**
 * Inputs that a schema takes, one for each choice it leaves open. Ids come from `idOf`, which is told the field and
 * its place, so that a caller can mix ids of several companies; `values` are for fields that have a rule of their own.
 */
export function samples(
  schema: z.ZodType,
  idOf: (field: IdField, place: string) => unknown,
  values: Record<string, string | number | Record<string, unknown>> = {},
): Sample[] {
  const described = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as Schema;
  const made: Sample[] = [];
  let choices = 1;
  for (let choice = 0; choice < choices; choice++) {
    const ids: string[] = [];
    const fill = (part: Schema, name: string, place: string): unknown => {
      const options = part.anyOf ?? part.oneOf;
      if (options) {
        choices = Math.max(choices, options.length);
        return fill(options[choice % options.length] ?? {}, name, place);
      }
      if (Array.isArray(part.type)) {
        choices = Math.max(choices, part.type.length);
        return fill({ ...part, type: part.type[choice % part.type.length] ?? 'null' }, name, place);
      }
      if (part.const !== undefined) return part.const;
      if (part.enum) return part.enum[0];
      if (part.type === 'array') {
        if (isIdField(name)) {
          ids.push(place);
          return [idOf(name, place)];
        }
        return Array.from({ length: part.minItems ?? 1 }, (_, index) =>
          fill(part.items ?? {}, '', `${place}.${index}`),
        );
      }
      if (isIdField(name)) {
        ids.push(place);
        return idOf(name, place);
      }
      if (part.type === 'object') {
        if (typeof values[name] === 'object') return values[name];
        const required = new Set(part.required);
        return Object.fromEntries(
          Object.entries(part.properties ?? {})
            .filter(([key]) => required.has(key) || isIdField(key))
            .map(([key, property]) => [key, fill(property, key, place ? `${place}.${key}` : key)]),
        );
      }
      const value = values[name];
      // A word for one field may be beyond what another of that name takes.
      if (value !== undefined && !(typeof value === 'number' && value > (part.maximum ?? value))) return value;
      if (part.type === 'integer' || part.type === 'number') return Math.max(1, part.minimum ?? 1);
      if (part.type === 'boolean') return true;
      if (part.type === 'null') return null;
      if (part.format === 'uuid') return crypto.randomUUID();
      if (part.format === 'email') return `${crypto.randomUUID()}@example.test`;
      return 'x'.repeat(Math.max(1, part.minLength ?? 1));
    };
    const input = fill(described, '', '');
    made.push({ input, ids });
  }
  return made;
}

function isIdField(name: string): name is IdField {
  return (idFields as readonly string[]).includes(name);
}
