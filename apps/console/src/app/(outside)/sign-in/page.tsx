import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { getTranslations } from 'next-intl/server';

import { ownAddress } from '../../../features/sign-in/own-address.ts';
import { RequiredFactor } from '../../../features/sign-in/required-factor.tsx';
import { SignIn } from '../../../features/sign-in/sign-in.tsx';
import { serverRpc, whoAsks } from '../../../rpc/server.tsx';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('outside'))('signIn.title') };
}

export default async function SignInPage({ searchParams }: PageProps<'/sign-in'>) {
  const next = ownAddress((await searchParams)['next']);
  const me = await whoAsks().catch(() => null);
  if (me !== null) redirect(next);
  const { client } = await serverRpc();
  const factor = await client.secondFactor.mine.query({}).catch(() => null);
  if (factor !== null && factor.must && factor.due !== null)
    return <RequiredFactor due={factor.due} must next={next} />;
  return <SignIn next={next} />;
}
