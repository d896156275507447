'use client';

import type { ReactNode } from 'react';

type Props = { onSubmit: () => Promise<void>; children: ReactNode };

/**
 * A form before signing in. Sent as POST should somebody be faster than the page's scripts:
 * a password never gets into an address.
 */
export function OutsideForm({ onSubmit, children }: Props) {
  return (
    <form
      method="post"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void onSubmit();
      }}
      className="flex flex-col gap-4"
    >
      {children}
    </form>
  );
}
