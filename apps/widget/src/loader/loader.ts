import type { ToFrame, ToLoader } from '../page-messages.ts';
import { css } from './loader.css';

/*
 * Runs on the embedding page: a button, and the frame it opens. What it shows stands in a shadow root styled by an
 * adopted sheet, so neither the page's styles nor its content policy reach it. The page gets one object of ours,
 * `Switchboard`; nothing else of the page is touched.
 */

declare global {
  interface Window {
    Switchboard?: { open(): void; close(): void };
  }
}

const script =
  (document.currentScript as HTMLScriptElement | null) ??
  document.querySelector<HTMLScriptElement>('script[data-channel][src*="/widget/loader.js"]');
const address = script?.dataset['channel'];

if (script !== null && address !== undefined && address !== '' && window.Switchboard === undefined)
  begin(script, address);

function begin(script: HTMLScriptElement, address: string): void {
  const server = new URL(script.src);
  const texts = {
    en: ['Open chat', 'Close chat', 'Chat', 'unread'],
    ru: ['Открыть чат', 'Закрыть чат', 'Чат', 'непрочитанных'],
  };
  let language: keyof typeof texts = navigator.language.startsWith('ru') ? 'ru' : 'en';
  let isOpen = false;
  let isReady = false;
  let unread = 0;
  let frame: HTMLIFrameElement | null = null;

  const host = document.createElement('div');
  const root = host.attachShadow({ mode: 'open' });
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  root.adoptedStyleSheets = [sheet];

  const button = document.createElement('button');
  const badge = document.createElement('span');
  badge.ariaHidden = 'true';
  button.type = 'button';
  button.append(
    icon('M21 12a8.5 8.5 0 0 1-12.4 7.55L3.5 21l1.5-4.6A8.5 8.5 0 1 1 21 12Z'),
    icon('m6 9.5 6 6 6-6'),
    badge,
  );
  button.onclick = () => (isOpen ? close() : open());
  root.append(button);
  describe();
  root.addEventListener('keydown', (event) => {
    if ((event as KeyboardEvent).key === 'Escape' && isOpen) close();
  });

  function icon(path: string): SVGElement {
    const namespace = 'http://www.w3.org/2000/svg';
    const svg = document.createElementNS(namespace, 'svg');
    svg.setAttribute('viewBox', '0 0 24 24');
    svg.ariaHidden = 'true';
    const line = document.createElementNS(namespace, 'path');
    line.setAttribute('d', path);
    svg.append(line);
    return svg;
  }

  function describe(): void {
    const [toOpen = '', toClose = '', title = '', notRead = ''] = texts[language];
    const waiting = isOpen ? 0 : unread;
    badge.textContent = waiting > 9 ? '9+' : waiting > 0 ? String(waiting) : '';
    button.ariaLabel = isOpen ? toClose : waiting > 0 ? `${toOpen}, ${notRead}: ${waiting}` : toOpen;
    button.ariaExpanded = String(isOpen);
    button.classList.toggle('open', isOpen);
    frame?.classList.toggle('open', isOpen);
    if (frame !== null) frame.title = title;
  }

  function needFrame(): HTMLIFrameElement {
    if (frame === null) {
      frame = document.createElement('iframe');
      const base = server.href.replace(/\/widget\/loader\.js.*$/, '');
      frame.src = `${base}/widget/frame/${encodeURIComponent(address)}?origin=${encodeURIComponent(location.origin)}`;
      root.append(frame);
      describe();
    }
    return frame;
  }

  function tell(message: ToFrame): void {
    if (isReady) frame?.contentWindow?.postMessage(message, server.origin);
  }

  const page = (): { url: string; title: string } => ({ url: location.href, title: document.title });

  function show(focus: boolean): void {
    const panel = needFrame();
    isOpen = true;
    describe();
    fit();
    if (focus) panel.focus();
    tell({ switchboard: 'opened', page: page(), focus });
  }

  function open(): void {
    // Read again so that the first style is settled and the opening is seen.
    void needFrame().offsetWidth;
    show(true);
  }

  function close(): void {
    if (!isOpen) return;
    isOpen = false;
    describe();
    tell({ switchboard: 'closed' });
    button.focus();
  }

  const isNarrow = (): boolean => matchMedia('(max-width: 480px), (max-height: 420px)').matches;

  /** A keyboard on the screen covers a panel that fills the window, unless the panel follows what is left. */
  function fit(): void {
    const left = window.visualViewport;
    if (frame === null || left === null) return;
    const covered = isOpen && isNarrow() && left.height < window.innerHeight - 60;
    frame.style.height = covered ? `${left.height}px` : '';
    frame.style.top = covered ? `${left.offsetTop}px` : '';
  }
  window.visualViewport?.addEventListener('resize', fit);
  window.visualViewport?.addEventListener('scroll', fit);

  window.addEventListener('message', (event: MessageEvent<ToLoader | null>) => {
    if (frame === null || event.source !== frame.contentWindow || event.origin !== server.origin) return;
    const said = event.data;
    switch (said?.switchboard) {
      case 'ready':
        isReady = true;
        language = said.language;
        if (isOpen) show(true);
        else if (said.wasOpen && !isNarrow()) show(false);
        else tell({ switchboard: 'page', page: page() });
        describe();
        return;
      case 'unread':
        unread = said.count;
        return describe();
      case 'close':
        return close();
      case 'ask-page':
        return tell({ switchboard: 'page', page: page() });
    }
  });

  window.Switchboard = Object.freeze({ open, close });
  document.documentElement.append(host);

  // The frame counts what is unread, but nobody waits for that: the page itself comes first.
  const later = (): unknown => setTimeout(needFrame, 800);
  if (document.readyState === 'complete') later();
  else window.addEventListener('load', later);
}
