import type { LineText } from './line-text.ts';

/**
 * What a text may name in braces, as in `{client.name}` (product §3.5). The list is closed; anything else in braces
 * stays as it was typed.
 *
 * - `client.name`: the client's name, where it is known
 * - `operator.name`: the operator's name as this client sees it, once somebody has accepted
 * - `line.name`: the line's name
 * - `company.name`: the company's name
 * - `dialog.number`: the dialog's number with its sign, `#1024`
 * - `date`, `time`: the day and the time of day of sending, where the company is
 * - `agreement.link`: the public page of the agreement's version; in the consent text only
 */
export const variables = [
  'client.name',
  'operator.name',
  'line.name',
  'company.name',
  'dialog.number',
  'date',
  'time',
  'agreement.link',
] as const;
export type Variable = (typeof variables)[number];

/** What the variables of one text stand for; a missing, null or blank one is not known. */
export type VariableValues = { readonly [variable in Variable]?: string | null };

const beforeAnybody: readonly LineText[] = ['welcome', 'outside-hours', 'no-answer'];

/**
 * The variables that can have a value in this text, for the form to offer: nobody has accepted a dialog that is
 * welcomed or unanswered, and only a consent has an agreement.
 */
export function variablesFor(what: LineText): Variable[] {
  return variables.filter((variable) => {
    if (variable === 'agreement.link') return what === 'consent';
    if (variable === 'operator.name') return what !== 'consent' && !beforeAnybody.includes(what);
    return true;
  });
}

const braces = /\{([^{}\s][^{}\n]{0,60})\}/g;

function isVariable(name: string): name is Variable {
  return (variables as readonly string[]).includes(name);
}

/** The variables a text uses, each once, in the order of their first use. */
export function variablesIn(text: string): Variable[] {
  return [...new Set(named(text))].filter(isVariable);
}

/** What stands in braces and is no variable (a misspelt one, mostly), each once, without its braces. */
export function unknownVariables(text: string): string[] {
  return [...new Set(named(text))].filter((name) => !isVariable(name));
}

function named(text: string): string[] {
  return [...text.matchAll(braces)].map(([, name]) => name ?? '');
}

/** The character that stands where nothing is known, until the text has closed around it. No text can hold it. */
const gap = '\0';

/**
 * The text as it is sent. A variable whose value is not known leaves no trace: the comma before a name goes with it,
 * spaces do not double, a line of its own disappears, and the next word begins a sentence where the name began it:
 * `Hello, {client.name}!` becomes `Hello!`, `{client.name}, we are here` becomes `We are here`. Values are put in as
 * they are, on one line; what looks like a variable inside a value is not one. Everything else stays as typed.
 */
export function render(text: string, values: VariableValues): string {
  let rendered = text.replaceAll(gap, '').replace(braces, (typed, name: string) => {
    if (!isVariable(name)) return typed;
    return (values[name] ?? '').replaceAll(gap, '').replace(/\s+/g, ' ').trim() || gap;
  });
  while (rendered.includes(gap)) rendered = closeGap(rendered, rendered.indexOf(gap));
  return rendered;
}

const pairs = ['()', '[]', '""', '«»', '“”', '„“'];

function closeGap(text: string, at: number): string {
  let before = text.slice(0, at);
  let after = text.slice(at + 1);
  if (pairs.includes(`${before.slice(-1)}${after.slice(0, 1)}`)) {
    before = before.slice(0, -1);
    after = after.slice(1);
  }
  before = before.replace(/[ \t]*[#№]$/, ' ');

  const alone = /(^|\n)[ \t]*(?:[-—–][ \t]*)?$/.exec(before);
  if (alone && /^[ \t]*(?:\n|$)/.test(after)) {
    const kept = before.slice(0, alone.index);
    const rest = after.replace(/^[ \t]*\n?/, '');
    // A signature of nobody: the greeting above it does not lead on to anything.
    if (rest.trim() === '') return kept.replace(/[ \t]*,?\s*$/, '');
    return `${kept}${alone[1]}${rest}`;
  }

  if (/(^|\n|[.!?…]\s)[ \t]*$/.test(before)) {
    const begins = after.replace(/^[ \t]*[,:;—–-]?[ \t]*/, '');
    return `${before}${begins.replace(/^\p{Ll}/u, (letter) => letter.toUpperCase())}`;
  }

  const comma = /[ \t]*,[ \t]*$/;
  const spaced = /[ \t]$/.test(before) || /^[ \t]/.test(after);
  before = before.replace(comma, '').replace(/[ \t]+$/, '');
  after = after.replace(/^[ \t]+/, '');
  const closes = after === '' || /^[\n.,!?…;:)\]»”]/.test(after);
  return `${before}${spaced && !closes ? ' ' : ''}${after}`;
}
