import {
  frameToWidget,
  type FrameFromWidget,
  type FrameToWidget,
  type VisitorAnswer,
} from '@switchboard/channels/live-chat';
import { WebSocket } from 'ws';

export type TestVisitor = {
  visitorId: string;
  token: string;
  /** Writes and answers once the API has said that it is stored. */
  write: (text: string, id?: string) => Promise<number>;
  /** Votes by the button and answers once the API has said that it is stored. */
  vote: (dialogId: number, vote: 'good' | 'bad') => Promise<number>;
  /** Waits for a frame, looking at those that came already first. */
  until: <F extends FrameToWidget>(is: (frame: FrameToWidget) => frame is F) => Promise<F>;
  frames: FrameToWidget[];
  say: (frame: FrameFromWidget) => void;
  /** The code the socket was closed with. */
  closed: Promise<number>;
  close: () => void;
};

/** A visitor of a live chat with its socket open, as the widget would have it. `origin`: the API's own address. */
export async function aVisitor(
  api: { url: string },
  address: string,
  origin = 'http://127.0.0.1:4000',
): Promise<TestVisitor> {
  const base = `${api.url}/live-chat/${address}`;
  const made = (await (
    await fetch(`${base}/visitor`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ page: null, language: 'en' }),
    })
  ).json()) as VisitorAnswer;
  const socket = new WebSocket(`${base.replace(/^http/, 'ws')}/socket`, { origin });
  const frames: FrameToWidget[] = [];
  const waiting = new Set<() => void>();
  socket.on('message', (data) => {
    frames.push(frameToWidget.parse(JSON.parse(String(data))));
    for (const look of waiting) look();
  });
  const closed = new Promise<number>((resolve) => socket.once('close', resolve));
  await new Promise<void>((resolve, reject) => {
    socket.once('open', () => resolve());
    socket.once('error', reject);
  });
  socket.send(JSON.stringify({ frame: 'hello', token: made.token, after: 0 }));
  const until: TestVisitor['until'] = (is) =>
    new Promise((resolve, reject) => {
      const late = setTimeout(() => reject(new Error('the frame did not come in ten seconds')), 10_000);
      const look = (): void => {
        const found = frames.find(is);
        if (!found) return;
        clearTimeout(late);
        waiting.delete(look);
        resolve(found as never);
      };
      waiting.add(look);
      look();
    });
  await until((frame): frame is Extract<FrameToWidget, { frame: 'welcome' }> => frame.frame === 'welcome');
  return {
    ...made,
    frames,
    until,
    write: async (text, id = crypto.randomUUID()) => {
      const answer = await fetch(`${base}/messages`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${made.token}` },
        body: JSON.stringify({ id, text, page: null }),
      });
      return answer.status;
    },
    vote: async (dialogId, vote) => {
      const answer = await fetch(`${base}/vote`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${made.token}` },
        body: JSON.stringify({ id: crypto.randomUUID(), dialogId, vote }),
      });
      return answer.status;
    },
    say: (frame) => socket.send(JSON.stringify(frame)),
    closed,
    close: () => socket.close(),
  };
}

/** Somebody new writes one message in a live chat, without a socket. */
export async function somebodyWrites(api: { url: string }, address: string, text: string): Promise<void> {
  const call = async (route: string, body: object, token?: string): Promise<unknown> => {
    const answer = await fetch(`${api.url}/live-chat/${address}/${route}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(token ? { authorization: `Bearer ${token}` } : {}) },
      body: JSON.stringify(body),
    });
    if (!answer.ok) throw new Error(`${route}: ${answer.status} ${await answer.text()}`);
    return answer.json();
  };
  const { token } = (await call('visitor', { page: null, language: 'en' })) as VisitorAnswer;
  await call('messages', { id: crypto.randomUUID(), text, page: null }, token);
}
