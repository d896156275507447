import { cn } from './cn.ts';

/** Stands where something will come, in its size. */
export function Skeleton({ className }: { className?: string }) {
  return <div aria-hidden className={cn('animate-breathe rounded-sm bg-muted-soft', className)} />;
}
