'use client';

/**
 * Tells libraries that add a style element (the scroll lock of dialogs) which nonce the content policy accepts.
 * They read this global's name, whatever bundled them.
 */
export function Nonce({ value }: { value: string }) {
  Object.assign(globalThis, { __webpack_nonce__: value });
  return null;
}
