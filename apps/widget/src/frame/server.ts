import type { Answer, Outside, Socket, SocketEvents } from './connection.ts';

/** The chat's calls and its socket on the server that served this frame; `base` is that server's address. */
export function server(base: string, address: string): Pick<Outside, 'call' | 'openSocket'> {
  const chat = `${base}/live-chat/${encodeURIComponent(address)}`;
  return {
    async call(method, path, body, token): Promise<Answer | null> {
      const headers: Record<string, string> = {};
      if (body !== null) headers['content-type'] = 'application/json';
      if (token !== null) headers['authorization'] = `Bearer ${token}`;
      try {
        const response = await fetch(chat + path, {
          method,
          headers,
          body: body === null ? null : JSON.stringify(body),
          credentials: 'omit',
          cache: 'no-store',
          signal: AbortSignal.timeout(15_000),
        });
        const retryAfterSeconds = Number(response.headers.get('retry-after')) || null;
        return { status: response.status, body: await response.json().catch(() => ({})), retryAfterSeconds };
      } catch {
        return null;
      }
    },
    openSocket(events: SocketEvents): Socket {
      const socket = new WebSocket(`${chat.replace(/^http/, 'ws')}/socket`);
      socket.onopen = () => events.opened();
      socket.onmessage = ({ data }) => events.said(String(data));
      socket.onclose = () => events.closed();
      return {
        send(text) {
          if (socket.readyState === WebSocket.OPEN) socket.send(text);
        },
        close() {
          socket.onopen = socket.onmessage = socket.onclose = null;
          socket.close();
        },
      };
    },
  };
}
