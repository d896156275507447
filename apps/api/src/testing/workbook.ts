import { inflateRawSync } from 'node:zlib';

type Cell = number | string | null | { format: string; value: number };
export type Sheet = { name: string; rows: Cell[][] };
type Element = { name: string; attributes: Record<string, string>; children: Element[]; text: string };

/** Reads a workbook as a strict program would: whatever is not exactly as the format says throws. */
export function readWorkbook(file: Buffer): Sheet[] {
  const parts = unzip(file);
  const part = (name: string): Element => {
    const content = parts.get(name);
    if (content === undefined) throw new Error(`the workbook has no ${name}`);
    return readXml(content.toString('utf8'));
  };
  const types = part('[Content_Types].xml').children;
  for (const name of parts.keys()) {
    const known = types.some(
      ({ attributes }) => attributes['PartName'] === `/${name}` || name.endsWith(`.${attributes['Extension']}`),
    );
    if (!known && name !== '[Content_Types].xml') throw new Error(`${name} has no type`);
  }
  const targets = new Map(
    part('xl/_rels/workbook.xml.rels').children.map(({ attributes }) => [attributes['Id'], attributes['Target']]),
  );
  const styles = part('xl/styles.xml');
  const formats = new Map(
    (child(styles, 'numFmts')?.children ?? []).map(({ attributes }) => [
      attributes['numFmtId'],
      attributes['formatCode'],
    ]),
  );
  const cellFormats = (child(styles, 'cellXfs')?.children ?? []).map(({ attributes }) =>
    formats.get(attributes['numFmtId']),
  );
  return (child(part('xl/workbook.xml'), 'sheets')?.children ?? []).map(({ attributes }) => {
    const sheet = part(`xl/${targets.get(attributes['r:id'])}`);
    const rows = (child(sheet, 'sheetData')?.children ?? []).map((row, index) => {
      if (Number(row.attributes['r']) !== index + 1) throw new Error(`row ${index + 1} is out of place`);
      const cells: Cell[] = [];
      for (const cell of row.children) {
        const [, letters = '', number] = /^([A-Z]+)(\d+)$/.exec(cell.attributes['r'] ?? '') ?? [];
        if (Number(number) !== index + 1) throw new Error(`cell ${cell.attributes['r']} is out of place`);
        const column = [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1;
        if (column < cells.length) throw new Error(`cell ${cell.attributes['r']} comes too late`);
        while (cells.length < column) cells.push(null);
        cells.push(valueOf(cell, cellFormats));
      }
      return cells;
    });
    return { name: attributes['name'] ?? '', rows };
  });
}

function valueOf(cell: Element, cellFormats: (string | undefined)[]): Cell {
  if (cell.attributes['t'] === 'inlineStr') return child(child(cell, 'is'), 't')?.text ?? '';
  const value = Number(child(cell, 'v')?.text);
  if (!Number.isFinite(value)) throw new Error(`cell ${cell.attributes['r']} is no number`);
  const format = cellFormats[Number(cell.attributes['s'] ?? 0)];
  return format === undefined ? value : { format, value };
}

function child(of: Element | undefined, name: string): Element | undefined {
  return of?.children.find((one) => one.name === name);
}

/** The files of an archive, by its directory; sizes and checksums must be true. */
function unzip(file: Buffer): Map<string, Buffer> {
  const end = file.lastIndexOf(Buffer.from([0x50, 0x4b, 5, 6]));
  if (end === -1) throw new Error('no archive');
  const files = new Map<string, Buffer>();
  let at = file.readUInt32LE(end + 16);
  for (let left = file.readUInt16LE(end + 10); left > 0; left--) {
    if (file.readUInt32LE(at) !== 0x02014b50) throw new Error('the directory is broken');
    const [method, packed, size] = [file.readUInt16LE(at + 10), file.readUInt32LE(at + 20), file.readUInt32LE(at + 24)];
    const [nameLength, extra, comment] = [28, 30, 32].map((offset) => file.readUInt16LE(at + offset)) as [
      number,
      number,
      number,
    ];
    const name = file.toString('utf8', at + 46, at + 46 + nameLength);
    const local = file.readUInt32LE(at + 42);
    const from = local + 30 + file.readUInt16LE(local + 26) + file.readUInt16LE(local + 28);
    const content = file.subarray(from, from + packed);
    const plain = method === 0 ? content : inflateRawSync(content);
    if (plain.length !== size) throw new Error(`${name} is not as long as it says`);
    if (files.has(name)) throw new Error(`${name} is there twice`);
    files.set(name, plain);
    at += 46 + nameLength + extra + comment;
  }
  return files;
}

const entities: Record<string, string> = { '&amp;': '&', '&lt;': '<', '&gt;': '>', '&quot;': '"' };

/** Elements with their attributes and text; throws where tags do not fit, or where a character is none of XML. */
function readXml(xml: string): Element {
  // oxlint-disable-next-line no-control-regex -- these are what must not be there
  if (/[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/.test(xml)) throw new Error('not a character of XML');
  const plain = (text: string): string => {
    if (/<|&(?!(amp|lt|gt|quot);)/.test(text)) throw new Error(`not escaped: ${text.slice(0, 50)}`);
    return text.replace(/&\w+;/g, (entity) => entities[entity] ?? entity);
  };
  const root: Element = { name: '', attributes: {}, children: [], text: '' };
  const open = [root];
  let at = xml.startsWith('<?xml') ? xml.indexOf('?>') + 2 : 0;
  for (const match of xml.slice(at).matchAll(/([^<]*)<(\/?)([\w:]+)((?:\s+[\w:]+="[^"<]*")*)\s*(\/?)>/gy)) {
    const [all, before = '', closes, name = '', attributes = '', single] = match;
    at += all.length;
    const parent = open.at(-1)!;
    parent.text += plain(before);
    if (closes) {
      if (open.pop()?.name !== name) throw new Error(`</${name}> closes nothing`);
      continue;
    }
    const element: Element = {
      name,
      attributes: Object.fromEntries(
        [...attributes.matchAll(/([\w:]+)="([^"]*)"/g)].map(([, key = '', value = '']) => [key, plain(value)]),
      ),
      children: [],
      text: '',
    };
    parent.children.push(element);
    if (!single) open.push(element);
  }
  const [document] = root.children;
  if (at !== xml.length || open.length !== 1 || document === undefined) throw new Error('the document is broken');
  return document;
}
