/** Where browsers reach the API. Read when asked, so one build serves every installation. */
export function apiUrl(): string {
  return withoutSlash(process.env['API_URL'] ?? 'http://localhost:4000');
}

/** Where this server reaches the API. */
export function apiInternalUrl(): string {
  const own = process.env['API_INTERNAL_URL'];
  return own === undefined || own === '' ? apiUrl() : withoutSlash(own);
}

/** The same place over a WebSocket. */
export function liveUrl(api: string): string {
  return `${api.replace(/^http/, 'ws')}/live`;
}

function withoutSlash(url: string): string {
  return url.replace(/\/+$/, '');
}
