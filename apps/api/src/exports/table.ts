import type { Readable, Writable } from 'node:stream';

/** How the cells of a column are read: moments are milliseconds of a wall clock, durations whole seconds. */
export type CellKind = 'text' | 'number' | 'moment' | 'duration';
export type TableColumn = { name: string; kind: CellKind };
/** The cells of a row in the order of the columns; null where there is nothing. */
export type TableRow = readonly (string | number | null)[];

/** A file that is written row by row and read as it grows: who writes waits for who reads. */
export type TableFile = {
  output: Readable;
  /** Both throw once it was aborted. */
  write: (rows: readonly TableRow[]) => Promise<void>;
  end: () => Promise<void>;
  /** Nothing more comes, and what was written is worth nothing. */
  abort: () => void;
};

/** Writes, and waits until what is there was read; throws where nobody reads it any more. */
export async function pushed(stream: Writable, text: string): Promise<void> {
  if (!stream.destroyed && (text === '' || stream.write(text))) return;
  if (!stream.destroyed)
    await new Promise<void>((resolve) => {
      const go = (): void => {
        stream.off('drain', go).off('close', go);
        resolve();
      };
      stream.on('drain', go).on('close', go);
    });
  if (stream.destroyed) throw new Error('The file is written no further');
}
