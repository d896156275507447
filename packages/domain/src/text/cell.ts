/** Apostrophes or none, and then what a table program takes for the beginning of a formula, full-width signs included. */
const formula = /^'*[=+\-@\t\r＝＋－＠]/;

/**
 * A cell that no table program takes for a formula: where it begins like one, an apostrophe stands before it. One that
 * begins with apostrophes before such a sign gets one more, so that `cellAsWritten` gives back what it was.
 */
export function harmlessCell(cell: string): string {
  return formula.test(cell) ? `'${cell}` : cell;
}

/** The cell as it was before `harmlessCell`. */
export function cellAsWritten(cell: string): string {
  return cell.startsWith("'") && formula.test(cell) ? cell.slice(1) : cell;
}
