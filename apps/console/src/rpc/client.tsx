'use client';

import { QueryClientProvider } from '@tanstack/react-query';
import { createTRPCClient, httpBatchLink, httpLink, splitLink } from '@trpc/client';
import { createTRPCContext } from '@trpc/tanstack-react-query';
import { createContext, useContext, useState, type ReactNode } from 'react';

import type { AppRouter } from '@switchboard/api/rpc';

import { makeQueryClient } from './query-client.ts';

const context = createTRPCContext<AppRouter>();
export const { useTRPC, useTRPCClient } = context;

const ApiUrl = createContext('');

/** Where the API is, for addresses that are no calls: the socket, the widget's frame. */
export function useApiUrl(): string {
  return useContext(ApiUrl);
}

/** Gives everything below the API's calls and the cache of their answers. */
export function RpcProvider({ apiUrl, children }: { apiUrl: string; children: ReactNode }) {
  const [queryClient] = useState(() => makeQueryClient(leave));
  const [client] = useState(() =>
    createTRPCClient<AppRouter>({
      links: [
        splitLink({
          // A picture or a file may be as large as no other call; it goes alone, and over a slow line for longer.
          condition: ({ path }) =>
            path === 'pictures.put' || path === 'quickReplies.previewImport' || path === 'quickReplies.import',
          true: httpLink({ url: `${apiUrl}/rpc`, fetch: withCookie(120_000) }),
          false: httpBatchLink({ url: `${apiUrl}/rpc`, fetch: withCookie(20_000) }),
        }),
      ],
    }),
  );
  return (
    <ApiUrl value={apiUrl}>
      <QueryClientProvider client={queryClient}>
        <context.TRPCProvider trpcClient={client} queryClient={queryClient}>
          {children}
        </context.TRPCProvider>
      </QueryClientProvider>
    </ApiUrl>
  );
}

/** A fetch that takes the cookie along and gives up in time. */
function withCookie(milliseconds: number) {
  return (url: string | URL | Request, options?: { signal?: AbortSignal | null | undefined }): Promise<Response> =>
    fetch(url, {
      ...options,
      credentials: 'include',
      signal: options?.signal ?? AbortSignal.timeout(milliseconds),
    } as RequestInit);
}

/** The sign-in ended elsewhere: to the door, and back here afterwards. */
function leave() {
  if (typeof window === 'undefined' || window.location.pathname === '/sign-in') return;
  window.location.assign(`/sign-in?next=${encodeURIComponent(window.location.pathname + window.location.search)}`);
}
