import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import path from 'node:path';

/** A small shop of the demo company on an origin of its own, with the live chat on it as on anybody's site. */
export async function serveShop(port: number, apiUrl: string, address: string): Promise<{ stop: () => Promise<void> }> {
  const page = readFileSync(path.join(import.meta.dirname, 'shop.html'), 'utf8')
    .replaceAll('{api}', apiUrl)
    .replaceAll('{address}', address);
  const server = createServer((request, answer) => {
    const known = request.url === '/' || request.url?.startsWith('/?') || request.url?.startsWith('/#');
    answer.writeHead(known ? 200 : 404, { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' });
    answer.end(
      known ? page : '<!doctype html><title>Not found</title><p>This shop has one page only. <a href="/">Go there</a>.',
    );
  });
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(port, resolve));
  return {
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
