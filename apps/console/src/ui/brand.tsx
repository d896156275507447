import { cn } from './cn.ts';

/** The product's sign: a plug in one of the sockets of a board. */
export function BrandSign({ className }: { className?: string }) {
  return (
    <svg viewBox="0 0 24 24" aria-hidden className={cn('size-6', className)}>
      <rect width="24" height="24" rx="6" className="fill-accent-fill" />
      <g fill="#fff">
        <circle cx="7" cy="7.5" r="1.9" opacity=".55" />
        <circle cx="12" cy="7.5" r="1.9" />
        <circle cx="17" cy="7.5" r="1.9" opacity=".55" />
        <circle cx="7" cy="16.5" r="1.9" opacity=".55" />
        <circle cx="17" cy="16.5" r="1.9" />
      </g>
      <path d="M12 7.5c0 5.5 5 3.5 5 9" fill="none" stroke="#fff" strokeWidth="1.6" strokeLinecap="round" />
    </svg>
  );
}

export function Brand({ className }: { className?: string }) {
  return (
    <span className={cn('inline-flex items-center gap-2 text-lg font-semibold tracking-tight', className)}>
      <BrandSign />
      Switchboard
    </span>
  );
}
