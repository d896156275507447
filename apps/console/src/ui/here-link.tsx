'use client';

import type { ComponentProps, MouseEvent } from 'react';

import { openHere } from './open-dialog.ts';

/** A link within the page that is open: followed without asking the server; with a modifier it opens as any link does. */
export function HereLink({ href, onClick, children, ...rest }: ComponentProps<'a'> & { href: string }) {
  return (
    <a
      href={href}
      onClick={(event: MouseEvent<HTMLAnchorElement>) => {
        onClick?.(event);
        if (
          event.defaultPrevented ||
          event.button !== 0 ||
          event.metaKey ||
          event.ctrlKey ||
          event.shiftKey ||
          event.altKey
        )
          return;
        event.preventDefault();
        openHere(href);
      }}
      {...rest}
    >
      {children}
    </a>
  );
}
