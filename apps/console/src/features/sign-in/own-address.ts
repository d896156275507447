/** Where to go after signing in: an address of this console, never of another site. */
export function ownAddress(next: unknown): string {
  if (typeof next !== 'string' || !/^\/(?![/\\])/.test(next)) return '/inbox';
  try {
    const there = new URL(next, 'http://here.invalid');
    return there.origin === 'http://here.invalid' ? there.pathname + there.search : '/inbox';
  } catch {
    return '/inbox';
  }
}
