import { render, unknownVariables, variables, variablesIn, type Variable, type VariableValues } from '../text/index.ts';

/**
 * What a quick reply may name in braces, as in `{client.name}`: everything that a line's texts may but the link of an
 * agreement, which only a consent has.
 */
export const replyVariables = variables.filter((variable) => variable !== 'agreement.link');

/** What stands in braces and means nothing in a quick reply, each once, without its braces. */
export function unknownInReply(text: string): string[] {
  const strange = variablesIn(text).filter((variable) => variable === 'agreement.link');
  return [...unknownVariables(text), ...strange];
}

/** What the variables of a quick reply stand for in one dialog. */
export type ReplyValues = { readonly [variable in Exclude<Variable, 'agreement.link'>]?: string | null };

/**
 * A quick reply as it is put into an answer: by the rules of a line's texts, so that what is not known leaves no trace,
 * and what means nothing here stays as it was typed, for the operator to see.
 */
export function filledReply(text: string, values: ReplyValues): string {
  const all: VariableValues = { ...values, 'agreement.link': '{agreement.link}' };
  return render(text, all);
}
