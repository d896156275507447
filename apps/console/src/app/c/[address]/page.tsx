import { CloudOff } from 'lucide-react';
import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { getTranslations } from 'next-intl/server';
import { cache } from 'react';

import { apiInternalUrl, apiUrl } from '../../../rpc/api-url.ts';
import { buttonLook } from '../../../ui/button.tsx';
import { Empty } from '../../../ui/empty.tsx';

const address = /^[A-Za-z0-9_-]{4,64}$/;

type Chat = { found: 'here'; title: string | null } | { found: 'nowhere' } | { found: 'unknown' };

/** What is known of the chat at an address; `unknown` where the API could not be asked. */
const chatAt = cache(async (of: string): Promise<Chat> => {
  if (!address.test(of)) return { found: 'nowhere' };
  try {
    const answer = await fetch(`${apiInternalUrl()}/live-chat/${of}/config`, {
      cache: 'no-store',
      signal: AbortSignal.timeout(5_000),
    });
    if (answer.status === 404) return { found: 'nowhere' };
    if (!answer.ok) return { found: 'unknown' };
    const config: unknown = await answer.json();
    const titled = typeof config === 'object' && config !== null && 'title' in config ? config.title : null;
    return { found: 'here', title: typeof titled === 'string' ? titled : null };
  } catch {
    return { found: 'unknown' };
  }
});

export async function generateMetadata({ params }: PageProps<'/c/[address]'>): Promise<Metadata> {
  const chat = await chatAt((await params).address);
  const title = chat.found === 'here' ? chat.title : null;
  return {
    title: { absolute: title ?? (await getTranslations('publicChat'))('title') },
    robots: { index: false, follow: false },
  };
}

/** The live chat on a page of its own, for links and QR codes. Needs no sign-in. */
export default async function PublicChat({ params }: PageProps<'/c/[address]'>) {
  const of = (await params).address;
  const chat = await chatAt(of);
  if (chat.found === 'nowhere') notFound();
  const t = await getTranslations('publicChat');
  if (chat.found === 'unknown') {
    return (
      <main className="flex h-dvh items-center justify-center">
        <Empty
          icon={CloudOff}
          title={<h1>{t('away.title')}</h1>}
          action={
            <a href={`/c/${of}`} className={buttonLook({ look: 'primary' })}>
              {t('away.again')}
            </a>
          }
        >
          {t('away.text')}
        </Empty>
      </main>
    );
  }
  return (
    <main className="h-dvh bg-panel">
      <iframe
        src={`${apiUrl()}/widget/frame/${of}?mode=page`}
        title={chat.title ?? t('title')}
        allow="clipboard-write"
        className="block h-full w-full border-0"
      />
    </main>
  );
}
