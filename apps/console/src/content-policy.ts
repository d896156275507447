type Places = { nonce: string; api: string; live: string; developing: boolean };

/**
 * The Content-Security-Policy of every page. Scripts and style elements carry the nonce; style attributes are
 * refused, so components set styles through the object model only. While developing, the framework needs `eval`
 * and its own inline styles.
 */
export function policy({ nonce, api, live, developing }: Places): string {
  const rules: Record<string, string[]> = {
    'default-src': ["'self'"],
    'script-src': ["'self'", `'nonce-${nonce}'`, "'strict-dynamic'", ...(developing ? ["'unsafe-eval'"] : [])],
    'style-src': developing ? ["'self'", "'unsafe-inline'"] : ["'self'", `'nonce-${nonce}'`],
    'img-src': ["'self'", 'data:', 'https:', 'http:'],
    'font-src': ["'self'"],
    'connect-src': ["'self'", new URL(api).origin, live],
    'frame-src': [new URL(api).origin],
    'object-src': ["'none'"],
    'base-uri': ["'none'"],
    'form-action': ["'self'"],
    'frame-ancestors': ["'none'"],
  };
  return Object.entries(rules)
    .map(([rule, places]) => `${rule} ${places.join(' ')}`)
    .join('; ');
}
