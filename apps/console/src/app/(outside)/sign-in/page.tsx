import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { getTranslations } from 'next-intl/server';

import { ownAddress } from '../../../features/sign-in/own-address.ts';
import { SignIn } from '../../../features/sign-in/sign-in.tsx';
import { whoAsks } from '../../../rpc/server.tsx';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('outside'))('signIn.title') };
}

export default async function SignInPage({ searchParams }: PageProps<'/sign-in'>) {
  const next = ownAddress((await searchParams)['next']);
  const me = await whoAsks().catch(() => null);
  if (me !== null) redirect(next);
  return <SignIn next={next} />;
}
