import path from 'node:path';

import { WebSocket } from 'ws';

import { consoleUrl } from '../chaos/processes.ts';
import { child, root, stopChild } from '../installation/commands.ts';
import { quantile, type Row } from './figures.ts';
import { drained, known, update, type Ground } from './ground.ts';
import { poster, type Poster } from './post.ts';

const messages = 400;
const clients = 50;

/** One way from a client to an operator's screen. */
export type Way = { write: (body: string) => Promise<number>; socket: WebSocket; close: () => void };

/**
 * From the moment a client's message is posted to the moment its frame is at the operator's console, one message after
 * the other. The peer does only what cannot be left out.
 */
export async function latency(ground: Ground, pairs: number): Promise<Row[]> {
  const bare = await startBare(ground.peerUrl);
  const ways = { ours: await oursWay(ground), peer: await peerWay(bare.url) };
  const rows = ([0.5, 0.99] as const).map((part): Row => ({
    name: `client → operator, p${part * 100}`,
    peer: 'insert, commit; insert, commit, NOTIFY, ws',
    unit: 'ms',
    pairs: [],
    goal: { atMost: part === 0.5 ? 2.5 : 4 },
  }));
  await measured(ways.ours, 100);
  await measured(ways.peer, 100);
  await known(ground);
  for (let pair = 0; pair < pairs; pair++) {
    const ours = await measured(ways.ours, messages);
    const peer = await measured(ways.peer, messages);
    for (const [index, part] of [0.5, 0.99].entries())
      rows[index]?.pairs.push({ ours: quantile(ours, part), peer: quantile(peer, part) });
  }
  for (const way of Object.values(ways)) way.close();
  await bare.stop();
  await drained(ground.owner);
  return rows;
}

/** Milliseconds of each message, from before it is posted until the frame with its text is read. */
export async function measured(way: Way, count: number, next = () => update(clients)): Promise<number[]> {
  const times: number[] = [];
  let arrived: { text: string; resolve: () => void } | undefined;
  const hear = (data: unknown): void => {
    if (arrived && String(data).includes(`"${arrived.text}"`)) arrived.resolve();
  };
  way.socket.on('message', hear);
  for (let index = 0; index < count; index++) {
    const { body, text } = next();
    const came = new Promise<void>((resolve) => (arrived = { text, resolve }));
    const began = performance.now();
    const [status] = await Promise.all([way.write(body), came.then(() => times.push(performance.now() - began))]);
    if (status !== 200) throw new Error(`a message was answered ${status}`);
  }
  way.socket.off('message', hear);
  return times;
}

export async function oursWay({ apiUrl, company }: Ground): Promise<Way> {
  const { post, close } = await poster(apiUrl);
  const socket = await opened(`${apiUrl.replace('http', 'ws')}/live`, {
    origin: consoleUrl,
    cookie: company.admin.cookie,
  });
  const welcome = new Promise((resolve) => socket.once('message', resolve));
  socket.send(JSON.stringify({ frame: 'hello', cursor: null }));
  await welcome;
  const headers = {
    'content-type': 'application/json',
    'x-telegram-bot-api-secret-token': company.webhook.secret,
  };
  return way({ post, close }, socket, (body) => post(company.webhook.path, headers, body));
}

async function peerWay(url: string): Promise<Way> {
  const { post, close } = await poster(url);
  const socket = await opened(url.replace('http', 'ws'), {});
  return way({ post, close }, socket, (body) => post('/', { 'content-type': 'application/json' }, body));
}

function way({ close }: Poster, socket: WebSocket, write: Way['write']): Way {
  return {
    write,
    socket,
    close: () => {
      close();
      socket.terminate();
    },
  };
}

async function opened(url: string, headers: Record<string, string>): Promise<WebSocket> {
  const socket = new WebSocket(url, { headers });
  await new Promise((resolve, reject) => {
    socket.once('open', resolve);
    socket.once('error', reject);
  });
  return socket;
}

async function startBare(databaseUrl: string): Promise<{ url: string; stop: () => Promise<void> }> {
  let tell: (port: string) => void = () => {};
  const port = new Promise<string>((resolve) => (tell = resolve));
  const process = child(path.join(root, 'scripts/bench/bare.ts'), [], {
    cwd: root,
    env: { DATABASE_URL: databaseUrl },
    onLine: (line) => (/^\d+$/.test(line) ? tell(line) : undefined),
  });
  return { url: `http://127.0.0.1:${await port}`, stop: () => stopChild(process, 1_000) };
}
