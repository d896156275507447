import sharp, { type Sharp } from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { Housekeeping } from '../platform/housekeeping.ts';
import {
  aCompany,
  anEmployee,
  callAs,
  consoleOrigin,
  testApi,
  theQueue,
  type Company,
  type Person,
  type TestApi,
} from '../testing/api.ts';
import { mostPictureBytes, mostPictures } from './picture.shapes.ts';

let api: TestApi;
let samovar: Company;
let boris: Person;

beforeAll(async () => {
  api = await testApi();
  samovar = await aCompany(api);
  boris = await anEmployee(api, samovar);
});
afterAll(() => api.stop());

const points = (width: number, height: number) =>
  sharp({ create: { width, height, channels: 3, background: '#2346a8' } });
const base64 = async (picture: Sharp) => (await picture.toBuffer()).toString('base64');

/** Fetches a picture as a browser would; its address begins with where browsers reach the API. */
function look(url: string): Promise<Response> {
  return fetch(`${api.url}${new URL(url).pathname}`);
}

async function refusal(call: Promise<unknown>): Promise<unknown> {
  const error = await call.then(
    () => null,
    (failed: { data: { field: Record<string, string> } }) => failed,
  );
  return error?.data.field;
}

describe('a picture', () => {
  test('becomes a webp that fills a square of 512 points, whatever was chosen, and keeps nothing of where it was taken', async () => {
    const taken = points(1200, 700)
      .jpeg()
      .withExif({ IFD0: { Copyright: 'Boris' }, IFD3: { GPSLatitude: '52/1 31/1 0/1' } });
    const { url } = await callAs(api, boris).pictures.put.mutate({ purpose: 'photo', image: await base64(taken) });
    const answer = await look(url);
    const bytes = Buffer.from(await answer.arrayBuffer());
    expect(await sharp(bytes).metadata()).toMatchObject({ format: 'webp', width: 512, height: 512 });
    expect((await sharp(bytes).metadata()).exif).toBeUndefined();
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'content-type': 'image/webp',
      'cache-control': 'public, max-age=31536000, immutable',
      'content-disposition': 'inline',
      'content-security-policy': "default-src 'none'",
      'x-content-type-options': 'nosniff',
    });
  });

  test('that is a logo keeps its form, and a small one its size', async () => {
    const put = async (width: number, height: number) => {
      const image = await base64(points(width, height).png());
      const { url } = await callAs(api, samovar.admin).pictures.put.mutate({ purpose: 'logo', image });
      const { width: w, height: h } = await sharp(Buffer.from(await (await look(url)).arrayBuffer())).metadata();
      return [w, h];
    };
    expect(await put(2000, 500)).toEqual([512, 128]);
    expect(await put(40, 20)).toEqual([40, 20]);
  });

  const none: [string, () => Promise<string>, string][] = [
    [
      'that is none',
      () => Promise.resolve(Buffer.from('%PDF-1.7 no picture at all').toString('base64')),
      'picture.none',
    ],
    ['that breaks off', async () => (await base64(points(900, 900).jpeg())).slice(0, 400), 'picture.none'],
    [
      'that is drawn and not taken',
      () =>
        Promise.resolve(
          Buffer.from(
            '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9" height="9"/></svg>',
          ).toString('base64'),
        ),
      'picture.none',
    ],
    ['of too many points', () => base64(points(10_000, 4_001).png({ compressionLevel: 9 })), 'picture.points'],
    [
      'of too many bytes',
      () => Promise.resolve(Buffer.alloc(mostPictureBytes + 1).toString('base64')),
      'picture.large',
    ],
    ['of no bytes', () => Promise.resolve(''), 'picture.none'],
    ['that is not even sent as one', () => Promise.resolve('?'), 'picture.none'],
  ];
  test.each(none)('%s is refused at its field, and nothing is kept', async (_, image, because) => {
    const before = await api.query('select from picture');
    const call = callAs(api, boris).pictures.put.mutate({ purpose: 'photo', image: await image() });
    expect(await refusal(call)).toEqual({ image: because });
    expect(await api.query('select from picture')).toHaveLength(before.length);
  });

  test('of almost 5 MB is read, which no other call may be', async () => {
    const noise = Buffer.from(Array.from({ length: 1_180 * 1_180 * 3 }, (_, at) => (at * 7919 * (at % 251)) % 256));
    const image = await base64(
      sharp(noise, { raw: { width: 1_180, height: 1_180, channels: 3 } }).png({ compressionLevel: 0 }),
    );
    expect(image.length).toBeGreaterThan(5_000_000);
    const { url } = await callAs(api, boris).pictures.put.mutate({ purpose: 'photo', image });
    expect((await look(url)).status).toBe(200);
    const post = (path: string, cookie: string) =>
      fetch(`${api.url}/rpc/${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', origin: consoleOrigin, cookie },
        body: JSON.stringify({ purpose: 'photo', image }),
      });
    expect((await post('people.setAway', boris.cookie)).status).toBe(413);
    expect((await post('pictures.put', '')).status).toBe(401);
  });

  test('of what clients see is for those who change lines, a logo for those who change the company', async () => {
    const image = await base64(points(9, 9).png());
    const put = (who: Person, purpose: 'shown' | 'logo') => callAs(api, who).pictures.put.mutate({ purpose, image });
    await expect(put(boris, 'shown')).rejects.toThrow('Your role has no right to this');
    await expect(put(boris, 'logo')).rejects.toThrow('Your role has no right to this');
    expect((await put(samovar.admin, 'shown')).url).toContain(`/pictures/${samovar.companyId}/`);
  });

  test('has an address that only its own company’s answers to', async () => {
    const teapot = await aCompany(api, 'Teapot');
    const image = await base64(points(9, 9).png());
    const { url } = await callAs(api, boris).pictures.put.mutate({ purpose: 'photo', image });
    const statuses = [
      await look(url.replace(samovar.companyId, teapot.companyId)),
      await look(url.replace(/[^/]+$/, crypto.randomUUID())),
      await look(url.replace(/[^/]+$/, 'x')),
    ].map(({ status }) => status);
    expect(statuses).toEqual([404, 404, 404]);
  });

  test('that nothing names a day later is taken away; what a version of a line’s settings names stays', async () => {
    const image = await base64(points(9, 9).png());
    const put = async (purpose: 'photo' | 'shown') =>
      (await callAs(api, samovar.admin).pictures.put.mutate({ purpose, image })).url;
    const [unused, fresh, photo, hidden, replaced] = [
      await put('photo'),
      await put('photo'),
      await put('photo'),
      await put('shown'),
      await put('shown'),
    ];
    await api.query('update employee set photo = $2 where employee_id = $1', [boris.employeeId, photo]);
    await theQueue(api, samovar, [boris.employeeId], {
      hidden: { name: '', position: '', photo: hidden },
      replaced: { [boris.employeeId]: { name: '', position: '', photo: replaced } },
    });
    await theQueue(api, samovar, [boris.employeeId], { hidden: { name: '', position: '', photo: '' }, replaced: {} });
    await api.query("update picture set created_at = now() - interval '2 days' where picture_id::text <> $1", [
      fresh.slice(-36),
    ]);
    await api.app.get(Housekeeping).tidy();
    const statuses = await Promise.all(
      [unused, fresh, photo, hidden, replaced].map(async (url) => (await look(url)).status),
    );
    expect(statuses).toEqual([404, 200, 200, 200, 200]);
  });

  test('is refused where a company has as many as it may', async () => {
    const full = await aCompany(api, 'Full');
    await api.query(
      `insert into picture (company_id, picture_id, purpose, media_type, bytes, created_by, created_at)
       select $1, gen_random_uuid(), 'photo', 'image/webp', '', $2, now() from generate_series(1, $3::int)`,
      [full.companyId, full.employeeId, mostPictures],
    );
    const image = await base64(points(9, 9).png());
    expect(await refusal(callAs(api, full.admin).pictures.put.mutate({ purpose: 'photo', image }))).toEqual({
      image: 'picture.many',
    });
  });
});
