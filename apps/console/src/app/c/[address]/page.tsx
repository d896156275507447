import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { getTranslations } from 'next-intl/server';

import { apiInternalUrl, apiUrl } from '../../../rpc/api-url.ts';

const address = /^[A-Za-z0-9_-]{4,64}$/;

/** What the chat calls itself, where it can be asked. */
async function titleOf(of: string): Promise<string | null> {
  try {
    const answer = await fetch(`${apiInternalUrl()}/live-chat/${of}/config`, {
      cache: 'no-store',
      signal: AbortSignal.timeout(3_000),
    });
    const config: unknown = answer.ok ? await answer.json() : null;
    return typeof config === 'object' && config !== null && 'title' in config && typeof config.title === 'string'
      ? config.title
      : null;
  } catch {
    return null;
  }
}

export async function generateMetadata({ params }: PageProps<'/c/[address]'>): Promise<Metadata> {
  const of = (await params).address;
  const title = address.test(of) ? await titleOf(of) : null;
  return {
    title: { absolute: title ?? (await getTranslations('publicChat'))('title') },
    robots: { index: false, follow: false },
  };
}

/** The live chat on a page of its own, for links and QR codes. Needs no sign-in. */
export default async function PublicChat({ params }: PageProps<'/c/[address]'>) {
  const of = (await params).address;
  if (!address.test(of)) notFound();
  const t = await getTranslations('publicChat');
  return (
    <main className="h-dvh bg-panel">
      <iframe
        src={`${apiUrl()}/widget/frame/${of}?mode=page`}
        title={t('title')}
        allow="clipboard-write"
        className="block h-full w-full border-0"
      />
    </main>
  );
}
