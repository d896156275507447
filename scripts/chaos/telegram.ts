import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A Telegram that takes everything and writes nothing: what a storm needs of it. */
export type QuietTelegram = {
  url: string;
  /** Where it was last told to post updates. */
  webhook: { url: string; secret: string } | null;
  /** Texts that bots sent, each as often as it came. */
  sent: Map<string, number>;
  close: () => Promise<void>;
};

/** Listens on 127.0.0.1. Clients of a storm post their updates themselves, so that every process can be chosen. */
export async function quietTelegram(): Promise<QuietTelegram> {
  const sent = new Map<string, number>();
  /** Far above those that clients count from 1: within a chat every message has a number of its own. */
  let messageId = 1_000_000_000;
  const telegram: QuietTelegram = {
    url: '',
    webhook: null,
    sent,
    close: async () => {
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
  const server = createServer((request, response) => {
    const pieces: Buffer[] = [];
    request.on('data', (piece: Buffer) => pieces.push(piece));
    request.on('error', () => {});
    request.on('end', () => {
      const body = JSON.parse(Buffer.concat(pieces).toString('utf8') || '{}') as Record<string, unknown>;
      const method = request.url?.split('/').at(-1);
      let result: unknown = true;
      if (method === 'getMe') result = { id: 7_000_000_009, is_bot: true, first_name: 'Bot', username: 'chaos_bot' };
      if (method === 'setWebhook')
        telegram.webhook = { url: String(body['url']), secret: String(body['secret_token']) };
      if (method === 'sendMessage') {
        const text = String(body['text']);
        sent.set(text, (sent.get(text) ?? 0) + 1);
        result = { message_id: ++messageId };
      }
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ ok: true, result }));
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  telegram.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return telegram;
}
