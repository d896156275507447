'use client';

import { Check } from 'lucide-react';
import { DropdownMenu } from 'radix-ui';
import type { ComponentProps, ReactNode } from 'react';

import { cn } from './cn.ts';

const item =
  'flex min-h-8 w-full items-center gap-2 rounded-md px-2 py-1 text-base text-ink outline-none select-none data-disabled:pointer-events-none data-disabled:opacity-50 data-highlighted:bg-hover [&_svg]:size-4 [&_svg]:shrink-0 [&_svg]:text-ink-faint';

export const Menu = DropdownMenu.Root;

export function MenuTrigger(props: ComponentProps<typeof DropdownMenu.Trigger>) {
  return <DropdownMenu.Trigger asChild {...props} />;
}

export function MenuContent({ className, ...rest }: ComponentProps<typeof DropdownMenu.Content>) {
  return (
    <DropdownMenu.Portal>
      <DropdownMenu.Content
        sideOffset={6}
        collisionPadding={8}
        className={cn(
          // What does not fit on a low screen is scrolled to.
          'z-50 max-h-(--radix-dropdown-menu-content-available-height) max-w-80 min-w-48 animate-rise overflow-y-auto rounded-lg border border-edge bg-raised p-1 shadow-high',
          className,
        )}
        {...rest}
      />
    </DropdownMenu.Portal>
  );
}

export function MenuItem({
  className,
  danger = false,
  ...rest
}: ComponentProps<typeof DropdownMenu.Item> & { danger?: boolean }) {
  return <DropdownMenu.Item className={cn(item, danger && 'text-overdue [&_svg]:text-overdue', className)} {...rest} />;
}

/** One of several; the chosen one carries a check. */
export function MenuChoice<V extends string>(props: {
  legend: string;
  value: V;
  onChange: (value: V) => void;
  choices: { value: V; label: string }[];
}) {
  return (
    <>
      <MenuLabel>{props.legend}</MenuLabel>
      <DropdownMenu.RadioGroup
        value={props.value}
        onValueChange={(value) => props.onChange(value as V)}
        aria-label={props.legend}
      >
        {props.choices.map((choice) => (
          <DropdownMenu.RadioItem key={choice.value} value={choice.value} className={item}>
            <span className="flex-1 truncate">{choice.label}</span>
            <DropdownMenu.ItemIndicator>
              <Check aria-hidden />
            </DropdownMenu.ItemIndicator>
          </DropdownMenu.RadioItem>
        ))}
      </DropdownMenu.RadioGroup>
    </>
  );
}

export function MenuLabel({ children }: { children: ReactNode }) {
  return (
    <DropdownMenu.Label className="px-2 pt-1.5 pb-1 text-xs font-medium text-ink-faint">{children}</DropdownMenu.Label>
  );
}

export function MenuDivider() {
  return <DropdownMenu.Separator className="-mx-1 my-1 h-px bg-edge" />;
}
