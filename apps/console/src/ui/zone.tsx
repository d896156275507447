'use client';

import { useRouter } from 'next/navigation';
import { useTimeZone } from 'next-intl';
import { useEffect } from 'react';

import { rememberZone } from './preferences.ts';

/** Times are in the reader's zone, which only his browser knows: said once, then every page comes with it. */
export function Zone() {
  const router = useRouter();
  const zone = useTimeZone();
  useEffect(() => {
    if (rememberZone() && zone !== Intl.DateTimeFormat().resolvedOptions().timeZone) router.refresh();
  }, [router, zone]);
  return null;
}
