import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';

import { Confirmation } from '../../../features/sign-in/confirmation.tsx';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('outside'))('confirm.title'), referrer: 'no-referrer' };
}

export default async function ConfirmPage({ searchParams }: PageProps<'/confirm'>) {
  const { token } = await searchParams;
  return <Confirmation token={typeof token === 'string' ? token : ''} />;
}
