import { connect, type Socket } from 'node:net';

/** A kept connection that posts one body after the other and reads no more of an answer than it must. */
export type Poster = {
  /** Posts and answers the status. */
  post: (path: string, headers: Record<string, string>, body: string) => Promise<number>;
  close: () => void;
};

/**
 * The load comes from the same machine as what it is put on, so the client is as cheap as it can be: one HTTP/1.1
 * connection, one call at a time, written and read by hand.
 */
export async function poster(url: string): Promise<Poster> {
  const { hostname, port, host } = new URL(url);
  const socket: Socket = connect(Number(port), hostname);
  socket.setNoDelay(true);
  await new Promise<void>((resolve, reject) => {
    socket.once('connect', resolve);
    socket.once('error', reject);
  });
  let waiting: { resolve: (status: number) => void; reject: (error: Error) => void } | undefined;
  let read = '';
  socket.on('error', (error) => waiting?.reject(error));
  socket.on('close', () => waiting?.reject(new Error('the connection was closed')));
  socket.on('data', (chunk: Buffer) => {
    read += chunk.toString('latin1');
    const end = read.indexOf('\r\n\r\n');
    if (end < 0) return;
    const length = Number(/content-length: (\d+)/i.exec(read.slice(0, end))?.[1] ?? 0);
    if (read.length < end + 4 + length) return;
    const status = Number(read.slice(9, 12));
    read = read.slice(end + 4 + length);
    waiting?.resolve(status);
  });
  return {
    post: (path, headers, body) =>
      new Promise((resolve, reject) => {
        waiting = { resolve, reject };
        const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
        socket.write(
          `POST ${path} HTTP/1.1\r\nhost: ${host}\r\n${lines.join('')}content-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
        );
      }),
    close: () => socket.destroy(),
  };
}
