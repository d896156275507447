export type Sort = { by: string; order: 'up' | 'down' };

/** Rows by a value of theirs; those without one stand last either way, and equals keep their order. */
export function sorted<Row>(
  rows: readonly Row[],
  value: (row: Row) => string | number | null,
  order: Sort['order'],
  locale: string,
): Row[] {
  const words = new Intl.Collator(locale, { numeric: true });
  return rows.toSorted((a, b) => {
    const [one, other] = [value(a), value(b)];
    if (one === null || other === null) return Number(one === null) - Number(other === null);
    const difference =
      typeof one === 'number' && typeof other === 'number' ? one - other : words.compare(String(one), String(other));
    return order === 'up' ? difference : -difference;
  });
}
