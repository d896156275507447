import { z } from 'zod';

/** What an employee is told of. */
export const notices = ['first-answer-overdue', 'answer-overdue', 'nobody-left', 'marked', 'webhook-off'] as const;
export type NoticeKind = (typeof notices)[number];

const shownPerson = z.object({
  employeeId: z.uuid(),
  name: z.string(),
  surname: z.string(),
  photo: z.string().nullable(),
});

/** Something an employee was told, with the names it mentions as they are now. */
export const notice = z.object({
  noticeId: z.uuid(),
  what: z.enum(notices),
  dialogId: z.number().int().nullable(),
  at: z.number().int(),
  readAt: z.number().int().nullable(),
  /** Of an overdue answer: who should have given it, null before anybody accepted. */
  operator: shownPerson.nullable(),
  /** Of an overdue answer: since when the client waits. */
  since: z.number().int().nullable(),
  /** Of `nobody-left`: the line. */
  line: z.object({ lineId: z.uuid(), name: z.string() }).nullable(),
  /** Of a mark: who gave it, and its stars. */
  by: shownPerson.nullable(),
  stars: z.number().int().nullable(),
});
export type ShownNotice = z.infer<typeof notice>;
