import { PassThrough, type Readable } from 'node:stream';

import { ZipFile } from 'yazl';

import { pushed, type CellKind, type TableColumn, type TableFile, type TableRow } from './table.ts';

/** What a sheet holds at most, with its head. */
const mostRows = 1_048_576;
/** What a cell holds at most. */
const mostCharacters = 32_767;
const dayMs = 86_400_000;
/** The moment that table programs count days from. */
const dayZero = Date.UTC(1899, 11, 30);

const styles: Record<CellKind, number> = { text: 0, number: 0, moment: 1, duration: 2 };
const headStyle = 3;
const head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const relations = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const packages = 'http://schemas.openxmlformats.org/package/2006';

/**
 * A workbook, written as it is read: one sheet, and where it is full another with the same head. Moments are dates of the
 * table program, durations parts of a day in hours.
 */
export function xlsxFile(columns: readonly TableColumn[], sheetName: string, rowsOfSheet = mostRows): TableFile {
  const zip = new ZipFile();
  const output = zip.outputStream as Readable;
  const names = columns.map((_, index) => columnName(index));
  let sheet: PassThrough | null = null;
  let sheets = 0;
  let row = 0;
  let broken: Error | null = null;
  zip.on('error', (error) => {
    broken = error as Error;
    sheet?.destroy();
  });

  const push = async (text: string): Promise<void> => {
    if (broken) throw broken;
    if (output.destroyed) throw new Error('The file is written no further');
    if (sheet !== null) await pushed(sheet, text);
  };
  const begin = async (): Promise<void> => {
    sheet = new PassThrough({ highWaterMark: 1 << 18 });
    sheets++;
    zip.addReadStream(sheet, `xl/worksheets/sheet${sheets}.xml`, { compressionLevel: 4 });
    row = 1;
    await push(
      `${head}<worksheet xmlns="${main}"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>` +
        `<cols>${columns.map(({ kind }, index) => `<col min="${index + 1}" max="${index + 1}" width="${kind === 'moment' ? 19 : kind === 'text' ? 24 : 12}" customWidth="1"/>`).join('')}</cols>` +
        `<sheetData><row r="1">${columns.map(({ name }, index) => text(`${names[index]}1`, name, headStyle)).join('')}</row>`,
    );
  };
  const finish = async (): Promise<void> => {
    await push('</sheetData></worksheet>');
    sheet?.end();
    sheet = null;
  };
  const told = (cells: TableRow): string => {
    row++;
    return `<row r="${row}">${cells
      .map((value, index) => {
        const place = `${names[index]}${row}`;
        if (value === null || value === '') return '';
        if (typeof value === 'string') return text(place, value, 0);
        const kind = columns[index]?.kind ?? 'number';
        const number = kind === 'moment' ? (value - dayZero) / dayMs : kind === 'duration' ? value / 86_400 : value;
        return `<c r="${place}" s="${styles[kind]}"><v>${number}</v></c>`;
      })
      .join('')}</row>`;
  };
  return {
    output,
    write: async (rows) => {
      if (sheet === null) await begin();
      let text = '';
      for (const cells of rows) {
        if (row >= rowsOfSheet) {
          await push(text);
          text = '';
          await finish();
          await begin();
        }
        text += told(cells);
        if (text.length > 1 << 18) {
          await push(text);
          text = '';
        }
      }
      await push(text);
    },
    end: async () => {
      if (sheet === null) await begin();
      await finish();
      for (const [name, content] of about(sheets, sheetName)) zip.addBuffer(Buffer.from(content), name);
      zip.end();
    },
    abort: () => {
      sheet?.destroy();
      output.destroy();
    },
  };
}

/** What a workbook says of itself, once it is known how many sheets it has. */
function about(sheets: number, sheetName: string): [name: string, content: string][] {
  const each = (tell: (number: number) => string) =>
    Array.from({ length: sheets }, (_, index) => tell(index + 1)).join('');
  const named = escaped(sheetName.replace(/[[\]:*?/\\]/g, ' ').slice(0, 25));
  return [
    [
      '[Content_Types].xml',
      `${head}<Types xmlns="${packages}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>` +
        `<Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>` +
        `<Override PartName="/xl/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/>` +
        `${each((number) => `<Override PartName="/xl/worksheets/sheet${number}.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>`)}</Types>`,
    ],
    [
      '_rels/.rels',
      `${head}<Relationships xmlns="${packages}/relationships"><Relationship Id="rId1" Type="${relations}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    ],
    [
      'xl/workbook.xml',
      `${head}<workbook xmlns="${main}" xmlns:r="${relations}"><sheets>${each((number) => `<sheet name="${named}${number === 1 ? '' : ` ${number}`}" sheetId="${number}" r:id="rId${number}"/>`)}</sheets></workbook>`,
    ],
    [
      'xl/_rels/workbook.xml.rels',
      `${head}<Relationships xmlns="${packages}/relationships">${each((number) => `<Relationship Id="rId${number}" Type="${relations}/worksheet" Target="worksheets/sheet${number}.xml"/>`)}` +
        `<Relationship Id="rId${sheets + 1}" Type="${relations}/styles" Target="styles.xml"/></Relationships>`,
    ],
    [
      'xl/styles.xml',
      `${head}<styleSheet xmlns="${main}"><numFmts count="2"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd hh:mm:ss"/><numFmt numFmtId="165" formatCode="[h]:mm:ss"/></numFmts>` +
        `<fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts>` +
        `<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>` +
        `<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>` +
        `<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>` +
        `<cellXfs count="4"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>` +
        `<xf numFmtId="164" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>` +
        `<xf numFmtId="165" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>` +
        `<xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/></cellXfs></styleSheet>`,
    ],
  ];
}

function text(place: string, value: string, style: number): string {
  return `<c r="${place}" s="${style}" t="inlineStr"><is><t xml:space="preserve">${escaped(value.slice(0, mostCharacters))}</t></is></c>`;
}

// What XML 1.0 cannot hold at all.
// oxlint-disable-next-line no-control-regex -- these are what is taken out
const impossible = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/g;

function escaped(value: string): string {
  return value
    .toWellFormed()
    .replace(impossible, '')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}

/** The letters of a column: A to Z, AA and so on. */
function columnName(index: number): string {
  const letter = String.fromCharCode(65 + (index % 26));
  return index < 26 ? letter : columnName(Math.floor(index / 26) - 1) + letter;
}
