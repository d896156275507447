import { dialogColumns } from '@switchboard/domain/statistics';

import type { Row } from './figures.ts';
import type { FilledGround } from './months.ts';

/** What writing a file may take beyond what the process has anyway. */
const allowedMegabytes = 200;
type File = { exportId: string; state: string; rows: number; bytes: number };

/**
 * A workbook of all dialogs with all their columns: how much memory the process takes at most while it is written, beyond
 * what it has when nobody asks for anything.
 */
export async function exportOfAll(
  { apiUrl, client, company }: FilledGround,
  say: (sentence: string) => void,
): Promise<Row> {
  const { cookie } = company.admin;
  const resident = async (): Promise<number> => {
    const metrics = await (await fetch(`${apiUrl}/metrics`)).text();
    return Number(/^process_resident_memory_bytes (\S+)/m.exec(metrics)?.[1]) / 1_000_000;
  };
  const files = async (): Promise<File[]> => (await client.rpc<File[]>('exports.list', 'query', {}, cookie)).data;
  // What the first lists take stays taken.
  for (let look = 0; look < 20; look++) await client.rpc('dialogList.page', 'query', { limit: 100 }, cookie);
  await new Promise((resolve) => setTimeout(resolve, 3_000));
  const idle = await resident();
  const asked = { columns: dialogColumns, format: 'xlsx', language: 'en' };
  const began = performance.now();
  const { exportId } = (await client.rpc<{ exportId: string }>('exports.start', 'mutation', asked, cookie)).data;
  let peak = idle;
  let file: File | undefined;
  while (file?.state !== 'done') {
    peak = Math.max(peak, await resident());
    file = (await files()).find((one) => one.exportId === exportId);
    if (file?.state === 'failed') throw new Error('the file was not written');
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  const seconds = (performance.now() - began) / 1_000;
  say(
    `A workbook of ${file.rows} dialogs, ${(file.bytes / 1_000_000).toFixed(0)} MB, was written in ${seconds.toFixed(0)} s: ${(file.rows / seconds).toFixed(0)} rows a second.`,
  );
  return {
    name: `memory for a workbook of ${file.rows} dialogs with all columns`,
    peer: 'what is allowed',
    unit: 'MB',
    pairs: [{ ours: peak - idle, peer: allowedMegabytes }],
    goal: { atMost: 1 },
  };
}
