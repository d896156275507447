import { z } from 'zod';

import { longestText } from '../text/index.ts';

/** The most lists of quick replies that a company has. */
export const mostLists = 100;

/** The most sections of one list. */
export const mostSections = 100;

/** The most replies of one list. */
export const mostReplies = 2000;

/** The longest name of a list, a section or a reply, in characters. */
export const longestReplyName = 100;

/** The longest text of a reply, in characters: as long as a text that a line sends by itself. */
export const longestReply = longestText;

/** The name of a list as it may be saved. */
export const listName = z
  .string()
  .trim()
  .min(1, 'quickReplies.list.name.empty')
  .max(longestReplyName, 'quickReplies.list.name.long');

/** The name of a section as it may be saved. */
export const sectionName = z
  .string()
  .trim()
  .min(1, 'quickReplies.section.name.empty')
  .max(longestReplyName, 'quickReplies.section.name.long');

/** What a reply says, as it may be saved: a short name to find it by, and the text that is put into an answer. */
export const replyWords = z.object({
  name: z.string().trim().min(1, 'quickReplies.name.empty').max(longestReplyName, 'quickReplies.name.long'),
  text: z.string().trim().min(1, 'quickReplies.text.empty').max(longestReply, 'quickReplies.text.long'),
});
export type ReplyWords = z.infer<typeof replyWords>;

/** A name for a reply that is made from a text: its first words, whole ones, at most 60 characters, without the mark at their end. */
export function suggestedName(text: string): string {
  const line = text.trim().split('\n', 1)[0]?.replace(/\s+/g, ' ').trim() ?? '';
  if (line.length <= longestSuggestion) return withoutMark(line);
  const cut = line.slice(0, longestSuggestion + 1);
  const end = cut.lastIndexOf(' ');
  // A word that is longer than a name, an address for instance, is cut where it must be; never through a pair of halves.
  return withoutMark(end > 0 ? cut.slice(0, end) : cut.slice(0, longestSuggestion).replace(/[\uD800-\uDBFF]$/, ''));
}

const longestSuggestion = 60;

function withoutMark(text: string): string {
  return text.replace(/[\s.,:;!?…–—-]+$/u, '') || text;
}
