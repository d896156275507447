import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query';

import { codeOf, unanswered } from './failure.ts';

/**
 * The only store of server data. The live feed keeps it true, so nothing is read again by itself;
 * a call whose answer was lost is made again, with the same command id, and acts once.
 */
export function makeQueryClient(onSignedOut: () => void): QueryClient {
  const watch = (error: unknown) => {
    if (codeOf(error) === 'UNAUTHORIZED') onSignedOut();
  };
  return new QueryClient({
    queryCache: new QueryCache({ onError: watch }),
    mutationCache: new MutationCache({ onError: watch }),
    defaultOptions: {
      queries: {
        staleTime: 60_000,
        gcTime: 30 * 60_000,
        refetchOnWindowFocus: false,
        retry: (count, error) => count < 2 && (unanswered(error) || codeOf(error) === 'INTERNAL_SERVER_ERROR'),
      },
      mutations: {
        networkMode: 'always',
        retry: (count, error) => count < 3 && unanswered(error),
        retryDelay: (count) => Math.min(4_000, 500 * 2 ** count),
      },
    },
  });
}
