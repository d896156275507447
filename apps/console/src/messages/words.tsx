import type { Messages } from 'next-intl';
import { getMessages } from 'next-intl/server';
import type { ReactNode } from 'react';

import { MoreWords } from '../ui/more-words.tsx';

/** Hands the pages below the texts they need beside those of the whole console: a page loads no others. */
export async function Words({ of, children }: { of: readonly (keyof Messages)[]; children: ReactNode }) {
  const messages = await getMessages();
  return (
    <MoreWords words={Object.fromEntries(of.map((subject) => [subject, messages[subject]]))}>{children}</MoreWords>
  );
}
