import type { Page, ToFrame, ToLoader } from '../page-messages.ts';

/** The page around the frame, as far as the loader on it tells. */
export type Embedding = {
  tell(message: ToLoader): void;
  /** Where the visitor is, in the lengths the server takes; null where nobody has said. */
  page(): Page | null;
};

/**
 * Listens to the loader. Only the window that embeds this one is heard, and only under the origin it gave in our
 * address, which is also the only one that is told anything: a page that lies about its origin talks to nobody.
 */
export function embeddedBy(origin: string, heard: (message: ToFrame) => void): Embedding {
  let page: Page | null = null;
  window.addEventListener('message', (event: MessageEvent<ToFrame | null>) => {
    if (event.source !== window.parent || event.origin !== origin || event.data === null) return;
    if (event.data.switchboard === undefined) return;
    if ('page' in event.data) page = withinLimits(event.data.page);
    heard(event.data);
  });
  return {
    tell: (message) => window.parent.postMessage(message, origin),
    page: () => page,
  };
}

/** The page as the server takes it: an address too long goes without its query, and then not at all. */
export function withinLimits(page: Page): Page | null {
  if (!URL.canParse(page.url)) return null;
  const { origin, pathname } = new URL(page.url);
  const url = [page.url, `${origin}${pathname}`].find((one) => one.length <= 2_000);
  return url === undefined ? null : { url, title: page.title.slice(0, 300) };
}
