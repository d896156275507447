import { apiInternalUrl } from '../../../rpc/api-url.ts';

/** What of the API's answer belongs to the page: its policy, its kind, and how long it may be kept. */
const kept = [
  'content-type',
  'content-security-policy',
  'cache-control',
  'referrer-policy',
  'vary',
  'x-content-type-options',
  'x-robots-tag',
];

/**
 * A published version of an agreement, as the API shows it: the link that clients are sent is of the console's address.
 * Plain HTML without a script; nothing of the console is loaded.
 */
export async function GET(request: Request, { params }: RouteContext<'/agreement/[address]'>): Promise<Response> {
  const { address } = await params;
  const language = new URL(request.url).searchParams.get('lang');
  const asked = language === null ? '' : `?lang=${encodeURIComponent(language.slice(0, 20))}`;
  const accepted = request.headers.get('accept-language');
  try {
    const answer = await fetch(`${apiInternalUrl()}/agreement/${encodeURIComponent(address)}${asked}`, {
      headers: accepted === null ? {} : { 'accept-language': accepted },
      cache: 'no-store',
      signal: AbortSignal.timeout(5_000),
    });
    const headers = new Headers();
    for (const name of kept) {
      const value = answer.headers.get(name);
      if (value !== null) headers.set(name, value);
    }
    return new Response(await answer.text(), { status: answer.status, headers });
  } catch {
    return new Response('This page cannot be shown right now. Try again in a minute.\n', {
      status: 503,
      headers: { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store', 'retry-after': '30' },
    });
  }
}
