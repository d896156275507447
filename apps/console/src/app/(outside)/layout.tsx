import { NextIntlClientProvider } from 'next-intl';
import { getMessages } from 'next-intl/server';
import type { ReactNode } from 'react';

import { Outside } from '../../features/sign-in/outside.tsx';

export default async function OutsideLayout({ children }: { children: ReactNode }) {
  const messages = await getMessages();
  return (
    <NextIntlClientProvider
      messages={{
        common: messages.common,
        errors: messages.errors,
        fields: messages.fields,
        outside: messages.outside,
        security: messages.security,
      }}
    >
      <Outside>{children}</Outside>
    </NextIntlClientProvider>
  );
}
