import '../ui/tokens.css';

import type { Metadata, Viewport } from 'next';
import { cookies, headers } from 'next/headers';
import { NextIntlClientProvider } from 'next-intl';
import { getLocale, getMessages } from 'next-intl/server';
import type { ReactNode } from 'react';

import { apiUrl } from '../rpc/api-url.ts';
import { RpcProvider } from '../rpc/client.tsx';
import { Nonce } from '../ui/nonce.tsx';
import { NowProvider } from '../ui/now.tsx';
import { Toasts } from '../ui/toast.tsx';
import { Zone } from '../ui/zone.tsx';

export const metadata: Metadata = { title: { template: '%s · Switchboard', default: 'Switchboard' } };

export const viewport: Viewport = {
  colorScheme: 'light dark',
  themeColor: [
    { media: '(prefers-color-scheme: light)', color: '#f6f6f7' },
    { media: '(prefers-color-scheme: dark)', color: '#0d0e10' },
  ],
};

export default async function RootLayout({ children }: { children: ReactNode }) {
  const [locale, messages, nonce, theme] = await Promise.all([
    getLocale(),
    getMessages(),
    headers().then((list) => list.get('x-nonce') ?? ''),
    cookies().then((list) => list.get('theme')?.value),
  ]);
  return (
    <html lang={locale} className={theme === 'dark' || theme === 'light' ? theme : undefined} suppressHydrationWarning>
      <body>
        <Nonce value={nonce} />
        <NextIntlClientProvider
          messages={{
            common: messages.common,
            errors: messages.errors,
            fields: messages.fields,
            times: messages.times,
          }}
        >
          <NowProvider at={Date.now()}>
            <RpcProvider apiUrl={apiUrl()}>
              {children}
              <Toasts />
            </RpcProvider>
          </NowProvider>
          <Zone />
        </NextIntlClientProvider>
      </body>
    </html>
  );
}
