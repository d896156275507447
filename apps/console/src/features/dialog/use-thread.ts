'use client';

import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';

import { useTRPCClient } from '../../rpc/client.tsx';
import { joinLatest, threadKey, withMessages, type Thread } from '../../rpc/dialog-cache.ts';

const pageSize = 50;

/** The messages of a chat: the latest first, earlier ones on demand. The live feed adds to the same cache. */
export function useThread(chatId: string) {
  const api = useTRPCClient();
  const cache = useQueryClient();
  const key = threadKey(chatId);
  const [earlier, setEarlier] = useState<'idle' | 'reading' | 'failed'>('idle');
  const query = useQuery<Thread>({
    queryKey: key,
    queryFn: async ({ signal }) => {
      const latest = await api.dialogs.messages.query({ chatId, limit: pageSize }, { signal });
      return joinLatest(cache.getQueryData<Thread>(key), latest);
    },
  });
  const readEarlier = async () => {
    const before = query.data?.messages[0]?.number;
    if (before === undefined || earlier === 'reading') return;
    setEarlier('reading');
    try {
      const page = await api.dialogs.messages.query({ chatId, before, limit: pageSize });
      cache.setQueryData<Thread>(key, (now) =>
        now === undefined ? now : { ...withMessages(now, page.messages), hasEarlier: page.hasEarlier },
      );
      setEarlier('idle');
    } catch {
      setEarlier('failed');
    }
  };
  return {
    thread: query.data,
    failed: query.isError,
    retry: () => void query.refetch(),
    earlier,
    readEarlier: () => void readEarlier(),
  };
}
