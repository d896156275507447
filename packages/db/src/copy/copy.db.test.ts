import { afterAll, beforeAll, expect, inject, test } from 'vitest';

import { cloneTemplate } from '../testing/index.ts';
import { OwnerConnection } from './copy.ts';

let clone: Awaited<ReturnType<typeof cloneTemplate>>;
let owner: OwnerConnection;

beforeAll(async () => {
  clone = await cloneTemplate(inject('postgres'));
  owner = await OwnerConnection.open(clone.url);
  await owner.run('create temp table kettle (number bigint, made timestamptz)');
});

afterAll(async () => {
  await owner.close();
  await clone.drop();
});

/** A row of a number, in PostgreSQL's binary form. */
function row(number: number): Buffer {
  const bytes = Buffer.alloc(14);
  bytes.writeInt16BE(1, 0);
  bytes.writeInt32BE(8, 2);
  bytes.writeBigInt64BE(BigInt(number), 6);
  return bytes;
}

test('rows that are copied are there once it is ended, in whatever pieces they came', async () => {
  const copy = owner.copyInto('kettle', ['number']);
  await copy.write(row(1));
  await copy.write(Buffer.concat([row(2), row(3)]));
  await copy.end();
  expect(await owner.run('select number from kettle order by number')).toEqual([
    { number: 1 },
    { number: 2 },
    { number: 3 },
  ]);
});

test('more rows than the network takes at once all arrive', async () => {
  await owner.run('truncate kettle');
  const copy = owner.copyInto('kettle', ['number']);
  const piece = Buffer.concat(Array.from({ length: 50_000 }, (_, number) => row(number)));
  for (let pieces = 0; pieces < 20; pieces++) await copy.write(piece);
  await copy.end();
  expect(await owner.run('select count(*) as rows from kettle')).toEqual([{ rows: 1_000_000 }]);
});

test('what the server refuses is thrown, and the connection serves on', async () => {
  const wrong = owner.copyInto('kettle', ['number', 'made']);
  await wrong.write(row(1));
  await expect(wrong.end()).rejects.toThrow('row field count');
  const nowhere = owner.copyInto('teapot', ['number']);
  await expect(nowhere.write(row(1))).rejects.toThrow('does not exist');
  expect(await owner.run('select 1 as one')).toEqual([{ one: 1 }]);
});

test('who is stopped by row security cannot fill anything', async () => {
  await owner.run(`create role clerk login password 'clerk'`);
  const url = new URL(clone.url);
  url.username = 'clerk';
  url.password = 'clerk';
  await expect(OwnerConnection.open(url.href)).rejects.toThrow('needs a superuser');
  await owner.run('drop role clerk');
});
