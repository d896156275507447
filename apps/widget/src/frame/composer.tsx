import type { longestText as protocolLimit } from '@switchboard/channels/live-chat';
import { useLayoutEffect, useState } from 'preact/hooks';
import type { JSX, RefObject } from 'preact';
import { SendIcon } from './icons.tsx';
import type { Kept } from './kept.ts';
import { words, type Language } from './words.ts';

/** The protocol's own limit, by its type: were it another there, this would not compile. */
const longestText: typeof protocolLimit = 4000;
/** From here on the composer says how much is left. */
const nearlyLong = longestText - 300;

export function Composer({
  field,
  language,
  kept,
  write,
  begins,
}: {
  field: RefObject<HTMLTextAreaElement | null>;
  language: Language;
  kept: Kept;
  write: (text: string) => void;
  begins: () => void;
}): JSX.Element {
  const said = words[language];
  const [text, setText] = useState(() => kept.draft());
  const length = text.trim().length;
  const canSend = length > 0 && length <= longestText;

  useLayoutEffect(() => {
    const area = field.current;
    if (area === null) return;
    area.style.height = 'auto';
    area.style.height = `${area.scrollHeight}px`;
  }, [field, text]);

  function change(to: string): void {
    setText(to);
    kept.keepDraft(to);
  }

  function send(): void {
    if (!canSend) return;
    write(text);
    change('');
    field.current?.focus();
  }

  return (
    <form
      class="composer"
      aria-label={said.message}
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      {length > nearlyLong && (
        <p id="length" class={length > longestText ? 'length over' : 'length'} role="status">
          {length > longestText ? said.tooLong(length - longestText) : said.left(longestText - length)}
        </p>
      )}
      <div class="field">
        <textarea
          ref={field}
          rows={1}
          value={text}
          placeholder={said.placeholder}
          aria-label={said.message}
          aria-invalid={length > longestText}
          {...(length > nearlyLong && { 'aria-describedby': 'length' })}
          enterkeyhint="send"
          autocomplete="off"
          onFocus={begins}
          onInput={({ currentTarget }) => change(currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key !== 'Enter' || event.shiftKey || event.isComposing || event.keyCode === 229) return;
            event.preventDefault();
            send();
          }}
        />
        <button type="submit" class="send" aria-label={said.send} title={said.send} disabled={!canSend}>
          <SendIcon />
        </button>
      </div>
    </form>
  );
}
