import type { LiveChatConfig } from '@switchboard/channels/live-chat';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { JSX } from 'preact';
import { words, type Language } from './words.ts';

/** The request for consent that stands before the first message: a text to read, and two answers. */
export function Consent({
  asks: { texts },
  language,
  declined,
  waits,
  answer,
}: {
  asks: NonNullable<LiveChatConfig['asks']>;
  language: Language;
  /** He has said no; he may think again. */
  declined: boolean;
  /** Something he wrote waits for it. */
  waits: boolean;
  answer: (accepts: boolean, language: string) => Promise<boolean>;
}): JSX.Element {
  const said = words[language];
  const [sending, setSending] = useState(false);
  const [failed, setFailed] = useState(false);
  const text = texts.find((one) => one.language === language) ?? texts[0];
  // The button that was pressed is gone. Whoever declined reads what that means, and a second press answers nothing.
  const told = useRef<HTMLParagraphElement>(null);
  const hasAnswered = useRef(false);
  useEffect(() => {
    if (declined && hasAnswered.current) told.current?.focus();
  }, [declined]);
  if (text === undefined) return <></>;

  async function press(accepts: boolean): Promise<void> {
    setSending(true);
    setFailed(false);
    hasAnswered.current = true;
    setFailed(!(await answer(accepts, text?.language ?? language)));
    setSending(false);
  }

  return (
    <section class="consent" aria-label={said.consent}>
      <p ref={told} tabIndex={-1}>
        {declined ? said.consentDeclined : said.consentAsked}{' '}
        <a href={text.link} target="_blank" rel="noopener noreferrer">
          {text.title}
        </a>
      </p>
      <p class="waits" role="status">
        {failed ? said.consentFailed : waits ? said.consentWaits : ''}
      </p>
      <div>
        <button type="button" class="yes" disabled={sending} onClick={() => void press(true)}>
          {said.agree}
        </button>
        {!declined && (
          <button type="button" disabled={sending} onClick={() => void press(false)}>
            {said.disagree}
          </button>
        )}
      </div>
    </section>
  );
}
