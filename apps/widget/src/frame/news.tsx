import { useEffect, useRef, useState } from 'preact/hooks';
import type { JSX } from 'preact';
import { lastNumber, type Conversation } from './conversation.ts';

/**
 * Reads to those who do not see the thread what has newly come: only that, neither the history nor what is fetched of it.
 */
export function News({ conversation, title }: { conversation: Conversation; title: string }): JSX.Element {
  const told = useRef<number | null>(null);
  const [news, setNews] = useState<{ key: string; text: string }[]>([]);
  const last = lastNumber(conversation);
  useEffect(() => {
    const before = told.current;
    if (last > 0) told.current = last;
    if (before === null) return;
    const come = conversation.messages
      .filter(({ number, from }) => number > before && from !== 'visitor')
      .map(({ id, sender, text }) => ({ key: id, text: `${sender?.name ?? title}: ${text}` }));
    if (come.length > 0) setNews((shown) => [...shown, ...come].slice(-5));
  }, [last, conversation.messages, title]);
  return (
    <div class="unseen" role="log" aria-live="polite">
      {news.map(({ key, text }) => (
        <p key={key}>{text}</p>
      ))}
    </div>
  );
}
