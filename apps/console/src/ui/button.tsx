import { cva, type VariantProps } from 'class-variance-authority';
import { LoaderCircle } from 'lucide-react';
import { Slot } from 'radix-ui';
import type { ComponentProps } from 'react';

import { cn } from './cn.ts';

/** The looks of a button; links that act as one take the same classes. */
export const buttonLook = cva(
  'inline-flex shrink-0 items-center justify-center gap-1.5 rounded-md text-center font-medium transition-colors duration-100 select-none disabled:pointer-events-none disabled:opacity-50 aria-disabled:pointer-events-none aria-disabled:opacity-50 [&_svg]:shrink-0',
  {
    variants: {
      look: {
        primary: 'bg-accent-fill text-on-accent hover:bg-accent-fill-hover',
        plain: 'border border-edge-strong bg-panel text-ink hover:bg-hover',
        quiet: 'text-ink-soft hover:bg-hover hover:text-ink',
        danger: 'bg-overdue-fill text-white hover:opacity-90',
        link: 'text-accent underline-offset-2 hover:underline',
      },
      size: {
        sm: 'min-h-7 px-2.5 py-0.5 text-sm [&_svg]:size-3.5',
        md: 'min-h-8 px-3 py-1 text-base [&_svg]:size-4',
        lg: 'min-h-10 px-4 py-2 text-base [&_svg]:size-4',
        icon: 'size-8 [&_svg]:size-4',
        'icon-sm': 'size-7 [&_svg]:size-4',
        none: '',
      },
    },
    defaultVariants: { look: 'plain', size: 'md' },
  },
);

type Props = ComponentProps<'button'> &
  VariantProps<typeof buttonLook> & {
    /** Give the look to the only child, a link for instance. */
    asChild?: boolean;
    /** Something was asked for and has not answered yet: turns, and takes no second click. */
    busy?: boolean;
  };

export function Button({
  look,
  size,
  className,
  asChild = false,
  busy = false,
  children,
  disabled,
  type,
  ...rest
}: Props) {
  const classes = cn(buttonLook({ look, size }), className);
  if (asChild) {
    return (
      <Slot.Root className={classes} {...rest}>
        {children}
      </Slot.Root>
    );
  }
  return (
    <button
      type={type ?? 'button'}
      className={classes}
      disabled={disabled === true || busy}
      aria-busy={busy || undefined}
      {...rest}
    >
      {busy && <LoaderCircle className="animate-spin" aria-hidden />}
      {children}
    </button>
  );
}
