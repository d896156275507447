import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';

import { AskReset, FinishReset } from '../../../features/sign-in/reset.tsx';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('outside'))('reset.title'), referrer: 'no-referrer' };
}

export default async function ResetPage({ searchParams }: PageProps<'/reset'>) {
  const { token } = await searchParams;
  return typeof token === 'string' && token !== '' ? <FinishReset token={token} /> : <AskReset />;
}
