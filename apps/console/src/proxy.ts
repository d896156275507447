import { NextResponse, type NextRequest } from 'next/server';

import { policy } from './content-policy.ts';
import { apiUrl, liveUrl } from './rpc/api-url.ts';

/** Sets the content policy, with a nonce for this one answer. Decides nothing about who may see what. */
export function proxy(request: NextRequest): NextResponse {
  const nonce = btoa(crypto.randomUUID());
  const value = policy({
    nonce,
    api: apiUrl(),
    live: new URL(liveUrl(apiUrl())).origin,
    developing: process.env.NODE_ENV === 'development',
  });
  const headers = new Headers(request.headers);
  headers.set('x-nonce', nonce);
  headers.set('x-pathname', request.nextUrl.pathname + request.nextUrl.search);
  headers.set('content-security-policy', value);
  const response = NextResponse.next({ request: { headers } });
  response.headers.set('content-security-policy', value);
  response.headers.set('referrer-policy', 'same-origin');
  response.headers.set('x-content-type-options', 'nosniff');
  response.headers.set('permissions-policy', 'camera=(), microphone=(), geolocation=()');
  return response;
}

// The public page of an agreement has a policy of its own, which lets nothing run at all.
export const config = { matcher: '/((?!_next/static|_next/image|icon.svg|agreement/).*)' };
