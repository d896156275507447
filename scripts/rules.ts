import { readFileSync } from 'node:fs';
import path from 'node:path';

import { command, root } from './installation/commands.ts';

/** A test as it stands in its file: in a table's title the columns are still placeholders. */
export type ListedTest = { file: string; name: string };

const laterParts = 'What later parts will bring';
const named = /`([^`]+)` › `([^`]+)`/g;
const placeholder = /%[sdifjoOpc#$]|\$\{[^}]*\}|\$[A-Za-z_][\w.]*/;

/**
 * What is wrong with the rule book, in sentences; none where all is well. A rule is a list item that ends with the
 * test that would fail without it, as `file` › `describe › title`. A table's case is named as it is printed: it
 * holds where the title of the table fits and what stands for its placeholders is a number or written in the file
 * (`textOf`). Rules under "What later parts will bring" have none yet.
 */
export function checkRules(
  markdown: string,
  tests: readonly ListedTest[],
  textOf: (file: string) => string = () => '',
): string[] {
  const byFile = Map.groupBy(tests, (test) => test.file);
  const rules = rulesOf(markdown);
  if (rules.length === 0) return ['The rule book has no rules.'];
  return rules.flatMap(({ rule, line }) => {
    const proofs = [...rule.matchAll(named)];
    const sentence = `Line ${line}, "${rule.replace(/\s+—\s[^—]*$/, '')}"`;
    if (proofs.length === 0 || !rule.endsWith('`')) return [`${sentence}, has no test.`];
    return proofs.flatMap(([, file = '', name = '']) => {
      const listed = byFile.get(file);
      if (!listed) return [`${sentence}, names a file without tests: ${file}.`];
      const wanted = name.split(' › ').join(' > ');
      if (listed.some((test) => fits(test.name, wanted, () => textOf(file)))) return [];
      return [`${sentence}, names a test that ${file} does not have: ${name}.`];
    });
  });
}

/** The list items that are rules by now, each on one line, with the line they begin on. */
function rulesOf(markdown: string): { rule: string; line: number }[] {
  const rules: { rule: string; line: number }[] = [];
  let later = false;
  let open = false;
  for (const [index, line] of markdown.split('\n').entries()) {
    const heading = /^#+\s+(.*)$/.exec(line);
    if (heading) later = heading[1] === laterParts;
    const item = /^- (.*)$/.exec(line);
    const last = rules.at(-1);
    if (item && !later) rules.push({ rule: item[1]?.trim() ?? '', line: index + 1 });
    else if (open && last && /^\s+\S/.test(line)) last.rule += ` ${line.trim()}`;
    open = !later && (item !== null || (open && /^\s+\S/.test(line)));
  }
  return rules;
}

function fits(written: string, name: string, text: () => string): boolean {
  const title = written.replace(/\\(["'`])/g, '$1');
  if (title === name) return true;
  const parts = title.split(new RegExp(placeholder, 'g'));
  if (parts.length === 1) return false;
  const columns = new RegExp(`^${parts.map((part) => part.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')).join('(.+?)')}$`, 's')
    .exec(name)
    ?.slice(1);
  return columns?.every((column) => /^-?\d+(\.\d+)?$/.test(column) || text().includes(column)) ?? false;
}

/** Every test of the repository, read from the files without running them. */
async function listTests(): Promise<ListedTest[]> {
  const { code, output } = await command('vitest', ['list', '--json']);
  if (code !== 0) throw new Error(`The tests cannot be listed:\n${output}`);
  const listed = JSON.parse(output.slice(output.indexOf('[\n'))) as ListedTest[];
  return listed.map(({ file, name }) => ({ file: path.relative(root, file).split(path.sep).join('/'), name }));
}

/** Holds the rule book against the tests there are. */
export async function rules(): Promise<{ code: number; output: string }> {
  const wrong = checkRules(readFileSync(path.join(root, 'docs/rules.md'), 'utf8'), await listTests(), (file) =>
    readFileSync(path.join(root, file), 'utf8'),
  );
  return { code: wrong.length === 0 ? 0 : 1, output: wrong.join('\n') };
}

if (import.meta.main) {
  const { code, output } = await rules();
  process.stdout.write(code === 0 ? 'Every rule has its test.\n' : `${output}\n`);
  process.exit(code);
}
