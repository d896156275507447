import type { ComponentChildren, JSX } from 'preact';

function Icon({ children }: { children: ComponentChildren }): JSX.Element {
  return (
    <svg viewBox="0 0 24 24" aria-hidden="true">
      {children}
    </svg>
  );
}

export function CloseIcon(): JSX.Element {
  return (
    <Icon>
      <path d="M6 6l12 12M18 6L6 18" />
    </Icon>
  );
}

export function SendIcon(): JSX.Element {
  return (
    <Icon>
      <path d="M12 19V5M5.5 11.5L12 5l6.5 6.5" />
    </Icon>
  );
}

export function ChatIcon(): JSX.Element {
  return (
    <Icon>
      <path d="M21 12a8.5 8.5 0 0 1-12.4 7.55L3.5 21l1.5-4.6A8.5 8.5 0 1 1 21 12Z" />
    </Icon>
  );
}

export function DownIcon(): JSX.Element {
  return (
    <Icon>
      <path d="M6 9.5l6 6 6-6" />
    </Icon>
  );
}

export function ThumbIcon({ down }: { down: boolean }): JSX.Element {
  return (
    <Icon>
      <path
        d="M7 11v8H4v-8h3Zm0 0l4-7c1.4 0 2.3 1 2.1 2.4L12.6 10H18c1.3 0 2.2 1.2 1.9 2.4l-1.3 5A2 2 0 0 1 16.7 19H7"
        {...(down && { transform: 'rotate(180 12 12)' })}
      />
    </Icon>
  );
}
