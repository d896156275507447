'use client';

import Link from 'next/link';
import { useState, type ComponentProps } from 'react';

/** A link to another place of the console, which is loaded ahead once somebody points at it or focuses it, not before. */
export function PlaceLink({ onPointerEnter, onFocus, ...rest }: ComponentProps<typeof Link>) {
  const [near, setNear] = useState(false);
  return (
    <Link
      {...rest}
      prefetch={near ? null : false}
      onPointerEnter={(event) => {
        setNear(true);
        onPointerEnter?.(event);
      }}
      onFocus={(event) => {
        setNear(true);
        onFocus?.(event);
      }}
    />
  );
}
