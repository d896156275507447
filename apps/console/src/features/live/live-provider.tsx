'use client';

import { useQueryClient } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { createContext, useContext, useEffect, useEffectEvent, useState, type ReactNode } from 'react';

import { liveUrl } from '../../rpc/api-url.ts';
import { useApiUrl, useTRPC } from '../../rpc/client.tsx';
import { useMe } from '../../rpc/me.ts';
import type { DialogRow } from '../../rpc/shapes.ts';
import { useClientName } from '../../ui/client-name.ts';
import { notify, ring } from './alerts.ts';
import { makeApply } from './apply.ts';
import { before, type Connection } from './connection.ts';
import { keepConnected, type Wire } from './socket.ts';

const Feed = createContext<Connection>(before);

/** How the live feed stands. */
export function useConnection(): Connection {
  return useContext(Feed);
}

/** Keeps everything below true: one socket for the whole signed-in area. */
export function LiveProvider({ children }: { children: ReactNode }) {
  const trpc = useTRPC();
  const cache = useQueryClient();
  const url = liveUrl(useApiUrl());
  const { employeeId } = useMe();
  const router = useRouter();
  const t = useTranslations('inbox.alert');
  const clientName = useClientName();
  const [connection, setConnection] = useState(before);

  const onOffer = useEffectEvent((row: DialogRow) => {
    ring();
    notify(
      t('title', { client: clientName(row.client) }),
      row.lastMessage?.text ?? row.line.name,
      `offer-${row.dialogId}`,
      () => router.push(`/inbox/${row.dialogId}`),
    );
  });

  useEffect(() => {
    let used = true;
    const use = () => {
      used = true;
    };
    const work = makeApply(cache, trpc, employeeId, { onOffer: (row) => onOffer(row) });
    const feed = keepConnected({
      open: () => new WebSocket(url) as Wire,
      onChanges: work.apply,
      onReadAnew: work.readAnew,
      onConnection: setConnection,
      used: () => {
        const was = used;
        used = false;
        return was;
      },
    });
    let idleSince = Date.now();
    const active = () => {
      use();
      // Somebody who comes back after a while is available at once, not with the next beat.
      if (Date.now() - idleSince > 60_000) {
        feed.send({ frame: 'here', used: true });
        used = false;
      }
      idleSince = Date.now();
    };
    const seen = () => {
      if (document.visibilityState !== 'visible') return;
      active();
      feed.tryNow();
    };
    window.addEventListener('keydown', active);
    window.addEventListener('pointerdown', active);
    window.addEventListener('online', feed.tryNow);
    document.addEventListener('visibilitychange', seen);
    return () => {
      window.removeEventListener('keydown', active);
      window.removeEventListener('pointerdown', active);
      window.removeEventListener('online', feed.tryNow);
      document.removeEventListener('visibilitychange', seen);
      feed.stop();
      work.stop();
    };
  }, [cache, employeeId, trpc, url]);

  return <Feed value={connection}>{children}</Feed>;
}
