/** Text that jsonb and text columns can hold: NUL and lone surrogates become U+FFFD, everything else stays. */
export function storable(text: string): string {
  return text.toWellFormed().replaceAll('\0', '\u{FFFD}');
}

/** The same for every string in a value, keys included. */
export function storableValue<T>(value: T): T {
  if (typeof value === 'string') return storable(value) as T;
  if (Array.isArray(value)) return value.map((item) => storableValue<unknown>(item)) as T;
  if (value !== null && typeof value === 'object') {
    return Object.fromEntries(
      Object.entries(value).map(([key, item]) => [storable(key), storableValue<unknown>(item)]),
    ) as T;
  }
  return value;
}
