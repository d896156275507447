/** How much of the most a number is, as a bar; the number stands beside it. */
export function PartBar({ part, className = 'text-accent' }: { part: number; className?: string }) {
  return (
    <svg
      width="72"
      height="8"
      viewBox="0 0 72 8"
      aria-hidden
      className={`ml-2 hidden shrink-0 align-middle sm:inline-block ${className}`}
    >
      <rect x="0" y="3" width="72" height="2" rx="1" fill="var(--muted-soft)" />
      <rect
        x="0"
        y="1"
        width={Math.max(part > 0 ? 2 : 0, Math.round(72 * Math.min(1, part)))}
        height="6"
        rx="1.5"
        fill="currentColor"
      />
    </svg>
  );
}
