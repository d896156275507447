import { dehydrate, HydrationBoundary, QueryClient } from '@tanstack/react-query';
import { createTRPCClient, httpBatchLink } from '@trpc/client';
import { createTRPCOptionsProxy } from '@trpc/tanstack-react-query';
import { cookies } from 'next/headers';
import { cache, type ReactNode } from 'react';

import type { AppRouter } from '@switchboard/api/rpc';

import { apiInternalUrl } from './api-url.ts';

/** The API as the reader of this request, and a cache that lives as long as the request. */
export const serverRpc = cache(async () => {
  const cookie = (await cookies()).toString();
  const client = createTRPCClient<AppRouter>({
    links: [
      httpBatchLink({
        url: `${apiInternalUrl()}/rpc`,
        headers: { cookie },
        fetch: (url, options) =>
          fetch(url, { ...options, cache: 'no-store', signal: AbortSignal.timeout(10_000) } as RequestInit),
      }),
    ],
  });
  const queryClient = new QueryClient({ defaultOptions: { queries: { retry: false, staleTime: 60_000 } } });
  return { client, queryClient, trpc: createTRPCOptionsProxy<AppRouter>({ client, queryClient }) };
});

/** Who asks, or null where nobody is signed in. Asked once a request. */
export const whoAsks = cache(async () => {
  const { client } = await serverRpc();
  return client.session.me.query({});
});

/** Hands what was read on the server to the components below, so that they start with it. */
export async function Handed({ children }: { children: ReactNode }) {
  const { queryClient } = await serverRpc();
  return <HydrationBoundary state={dehydrate(queryClient)}>{children}</HydrationBoundary>;
}
