import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';

import { SignUp } from '../../../features/sign-in/sign-up.tsx';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('outside'))('signUp.title') };
}

export default function SignUpPage() {
  return <SignUp />;
}
