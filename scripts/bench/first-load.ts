import os from 'node:os';
import path from 'node:path';

import type { Browser } from 'playwright-core';

import { launchBrowser } from '../browser/browser.ts';
import { build, child, command, root, stopChild } from '../installation/commands.ts';
import { freePort, startInstallation } from '../installation/installation.ts';
import type { Pair, Row } from './figures.ts';

const consoleFolder = path.join(root, 'apps/console');
const emptyFolder = path.join(consoleFolder, 'bench/empty');
const next = path.join(consoleFolder, 'node_modules/next/dist/bin/next');

type Load = { bytes: number; interactiveMs: number };

/**
 * How much an operator's browser loads until his inbox answers, beside an app of Next with one button: bytes over the
 * wire with nothing cached, and the time until the element he would press has its handlers.
 */
export async function firstLoad(pairs: number): Promise<Row[]> {
  await build();
  const built = await command(process.execPath, [next, 'build'], {
    cwd: emptyFolder,
    env: { NEXT_TELEMETRY_DISABLED: '1' },
  });
  if (built.code !== 0) throw new Error(`The empty app could not be built:\n${built.output}`);
  const [api, site, shop, port] = await Promise.all([freePort(), freePort(), freePort(), freePort()]);
  const installation = await startInstallation({
    folder: path.join(os.tmpdir(), `switchboard-first-load-${process.pid}`),
    ports: { api, console: site, shop },
    seed: true,
    postgres: { fsync: 'off' },
  });
  const ready = Promise.withResolvers<void>();
  const empty = child(next, ['start', '--hostname', '127.0.0.1', '--port', String(port)], {
    cwd: emptyFolder,
    env: { NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1' },
    onLine: (line) => {
      if (/ready/i.test(line)) ready.resolve();
    },
  });
  const browser = await launchBrowser();
  try {
    await ready.promise;
    const cookies = await signedIn(browser, installation);
    const ours = (): Promise<Load> =>
      load(browser, `${installation.consoleUrl}/inbox`, 'nav a[href="/inbox"]', cookies);
    const peer = (): Promise<Load> => load(browser, `http://127.0.0.1:${port}/`, 'button', []);
    // The first of each warms the servers and is not counted.
    await ours();
    await peer();
    const found: { ours: Load; peer: Load }[] = [];
    for (let pair = 0; pair < pairs; pair++) found.push({ ours: await ours(), peer: await peer() });
    const of = (read: (one: Load) => number): Pair[] =>
      found.map((pair) => ({ ours: read(pair.ours), peer: read(pair.peer) }));
    const peerName = 'an empty Next app in the same browser';
    return [
      {
        name: 'console, first load of the inbox, bytes',
        peer: peerName,
        unit: 'kB',
        pairs: of(({ bytes }) => bytes / 1_000),
        goal: { atMost: 1.7 },
      },
      {
        name: 'console, first load of the inbox, time to interactive',
        peer: peerName,
        unit: 'ms',
        pairs: of(({ interactiveMs }) => interactiveMs),
        goal: { atMost: 1.7 },
      },
    ];
  } finally {
    await browser.close();
    await stopChild(empty);
    await installation.stop();
  }
}

type Cookies = Awaited<ReturnType<Awaited<ReturnType<Browser['newContext']>>['cookies']>>;

async function signedIn(browser: Browser, { apiUrl, consoleUrl, demo }: Awaited<ReturnType<typeof startInstallation>>) {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(`${consoleUrl}/sign-in`);
  const credentials = { email: demo?.people[0]?.email ?? '', password: demo?.password ?? '' };
  await page.evaluate(
    async ({ api, body }) => {
      await fetch(`${api}/rpc/signIn.withPassword`, {
        method: 'POST',
        credentials: 'include',
        headers: { 'content-type': 'application/json' },
        body,
      });
    },
    { api: apiUrl, body: JSON.stringify(credentials) },
  );
  const cookies = await context.cookies();
  await context.close();
  return cookies;
}

/** Loads a page with nothing cached. `pressed` names an element that a person would press first. */
async function load(browser: Browser, url: string, pressed: string, cookies: Cookies): Promise<Load> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  await context.addCookies(cookies);
  const page = await context.newPage();
  const devtools = await context.newCDPSession(page);
  await devtools.send('Network.enable');
  await devtools.send('Network.setCacheDisabled', { cacheDisabled: true });
  let bytes = 0;
  devtools.on('Network.loadingFinished', ({ encodedDataLength }) => {
    bytes += encodedDataLength;
  });
  // React keeps an element's handlers under a key of the element, from the moment in which it is taken over.
  await page.addInitScript(`{
    const look = () => {
      const element = document.querySelector(${JSON.stringify(pressed)});
      if (element && Object.keys(element).some((key) => key.startsWith('__reactProps$'))) window.interactiveAt = performance.now();
      else setTimeout(look, 4);
    };
    look();
  }`);
  await page.goto(url, { waitUntil: 'networkidle' });
  const interactiveMs = Number(await page.evaluate('window.interactiveAt'));
  if (!Number.isFinite(interactiveMs)) throw new Error(`${url} never became interactive`);
  await context.close();
  return { bytes, interactiveMs };
}
