'use client';

import { NextIntlClientProvider, useMessages, type Messages } from 'next-intl';
import { useMemo, type ReactNode } from 'react';

/** Texts that only what is below needs, beside those that are there already. */
export function MoreWords({ words, children }: { words: Partial<Messages>; children: ReactNode }) {
  const known = useMessages();
  const messages = useMemo(() => ({ ...known, ...words }), [known, words]);
  return <NextIntlClientProvider messages={messages}>{children}</NextIntlClientProvider>;
}
