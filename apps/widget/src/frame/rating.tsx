import type { LiveChatStanding, VisitorVote } from '@switchboard/channels/live-chat';
import { useState } from 'preact/hooks';
import type { JSX } from 'preact';
import { ThumbIcon } from './icons.tsx';
import { words, type Language } from './words.ts';

type Vote = VisitorVote['vote'];

/** How the visitor finds the dialog: quiet while it goes on, in full once the line has asked. A vote can be changed. */
export function Rating({
  rating: { dialogId, asked, vote },
  language,
  vote: send,
}: {
  rating: NonNullable<LiveChatStanding['rating']>;
  language: Language;
  vote: (dialogId: number, vote: Vote) => Promise<boolean>;
}): JSX.Element {
  const said = words[language];
  const [pressed, setPressed] = useState<Vote | null>(null);
  const [failed, setFailed] = useState(false);
  const shown = pressed ?? vote;

  async function press(by: Vote): Promise<void> {
    if (by === shown) return;
    setPressed(by);
    setFailed(false);
    if (await send(dialogId, by)) return;
    setPressed(null);
    setFailed(true);
  }

  return (
    <section class={asked ? 'rating asked' : 'rating'} aria-label={asked ? said.rateAsked : said.rate}>
      <p role="status">{failed ? said.notRated : shown !== null ? said.rated : asked ? said.rateAsked : said.rate}</p>
      {(['good', 'bad'] as const).map((by) => (
        <button key={by} type="button" class={by} aria-pressed={shown === by} onClick={() => void press(by)}>
          <ThumbIcon down={by === 'bad'} />
          <span>{said[by]}</span>
        </button>
      ))}
    </section>
  );
}
