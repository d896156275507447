'use client';

import { NextIntlClientProvider, useLocale, useMessages, type Messages } from 'next-intl';
import { useMemo, type ReactNode } from 'react';

/** Texts that only what is below needs, beside those that are there already. */
export function MoreWords({ words, children }: { words: Partial<Messages>; children: ReactNode }) {
  const known = useMessages();
  const locale = useLocale();
  const messages = useMemo(() => ({ ...known, ...words }), [known, words]);
  return (
    <NextIntlClientProvider locale={locale} messages={messages}>
      {children}
    </NextIntlClientProvider>
  );
}
