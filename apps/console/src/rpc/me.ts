'use client';

import { useQuery } from '@tanstack/react-query';

import { may } from '@switchboard/domain/access';

import { useTRPC } from './client.tsx';
import type { Me } from './shapes.ts';

/** Who is signed in. Only below the signed-in layout, which hands it over before anything renders. */
export function useMe(): Me {
  const trpc = useTRPC();
  const { data } = useQuery(trpc.session.me.queryOptions({}));
  if (data === undefined || data === null) throw new Error('nobody is signed in here');
  return data;
}

/** Whether somebody looks after the company itself. The API decides; screens only hide what it refuses. */
export function administers(me: Me): boolean {
  return may(me, 'settings', {});
}
