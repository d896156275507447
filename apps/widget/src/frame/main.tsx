import { render } from 'preact';
import type { ToFrame } from '../page-messages.ts';
import { Chat } from './chat.tsx';
import { connect } from './connection.ts';
import { embeddedBy } from './embedding.ts';
import { keptIn, keyValuesInMemory, type KeyValues } from './kept.ts';
import { server } from './server.ts';
import { languageOf } from './words.ts';

/*
 * The frame's address is `{server}/widget/frame/{address}`. Embedded, it carries the `origin` of the page around it;
 * opened by itself, or with `mode=page`, it is the chat's own page and is always open.
 */
const [base = '', rest = ''] = location.href.split('/widget/frame/');
const address = decodeURIComponent(rest.split(/[/?#]/)[0] ?? '');
const query = new URLSearchParams(location.search);
const isPage = query.get('mode') === 'page' || window.parent === window;
const origin = originOf(query.get('origin'));
const openKey = `switchboard:${address}:open`;

const store = (open: () => Storage): KeyValues | null => {
  try {
    const storage = open();
    storage.getItem(openKey);
    return storage;
  } catch {
    return null;
  }
};
const storage = store(() => localStorage);
const session = store(() => sessionStorage) ?? keyValuesInMemory();
const kept = keptIn(storage ?? keyValuesInMemory(), address);

const embedding = isPage || origin === null ? null : embeddedBy(origin, hear);
/** A page that nobody can speak for, such as a file, opens and closes the frame without a word. */
let isOpen = embedding === null;
/** Counts the openings by a person, each of which puts the cursor into the composer. */
let openings = 0;

const connection = connect(
  {
    ...server(base, address),
    after(milliseconds, work) {
      const timer = setTimeout(work, milliseconds);
      return () => clearTimeout(timer);
    },
    now: Date.now,
    random: Math.random,
    newId,
    // The chat's own page is no page of the company's site: it says nothing of what the visitor was reading.
    page: () => (isPage ? null : (embedding?.page() ?? null)),
    language: navigator.language,
    kept,
    // Without a store of the visitor's there is nothing that tabs could share.
    alone: (name, work) =>
      storage !== null && 'locks' in navigator
        ? navigator.locks.request(`switchboard:${address}:${name}`, work)
        : work(),
  },
  show,
);

function hear(message: ToFrame): void {
  if (message.switchboard === 'page') return;
  isOpen = message.switchboard === 'opened';
  if (isOpen) session.setItem(openKey, '1');
  else session.removeItem(openKey);
  if (message.switchboard === 'opened' && message.focus) openings++;
  if (isOpen) connection.look();
  show();
}

function language(): 'en' | 'ru' {
  return languageOf(navigator.languages, connection.state().config?.language);
}

let isDue = false;
/** Draws once for whatever changes in one turn, and never from within a drawing. */
function show(): void {
  if (isDue) return;
  isDue = true;
  queueMicrotask(() => {
    isDue = false;
    draw();
  });
}

let said = '';
function draw(): void {
  const { config, conversation, missing, troubled, consent } = connection.state();
  document.documentElement.lang = language();
  if (config !== null) document.title = config.title;
  if (embedding !== null && said !== language()) {
    said = language();
    embedding.tell({
      switchboard: 'ready',
      language: language(),
      wasOpen: !isOpen && session.getItem(openKey) !== null,
    });
  }
  render(
    <Chat
      connection={connection}
      conversation={conversation}
      config={config}
      missing={missing}
      troubled={troubled}
      consent={consent}
      language={language()}
      isOpen={isOpen}
      isPage={isPage}
      openings={openings}
      kept={kept}
      embedding={embedding}
    />,
    document.body,
  );
}

/** The origin in its exact form; null for what is none, such as that of a file. */
function originOf(text: string | null): string | null {
  return text !== null && URL.canParse(text) && new URL(text).origin === text ? text : null;
}

function newId(): string {
  // `crypto.randomUUID` is missing where the page came without encryption.
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

window.addEventListener('keydown', ({ key, isComposing }) => {
  if (key === 'Escape' && !isComposing) embedding?.tell({ switchboard: 'close' });
});
window.addEventListener('storage', ({ key }) => {
  if (key === null || key.startsWith(`switchboard:${address}:`)) connection.keptChanged();
});
window.addEventListener('online', () => connection.wake());
window.addEventListener('offline', () => show());
window.addEventListener('pageshow', ({ persisted }) => persisted && connection.wake());
document.addEventListener('visibilitychange', () => {
  if (document.visibilityState === 'visible') connection.wake();
  show();
});

connection.start(isOpen);
