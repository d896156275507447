import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { JSX } from 'preact';
import { days, type Burst, type Entry } from './bursts.ts';
import type { Conversation } from './conversation.ts';
import { Face } from './face.tsx';
import { DownIcon } from './icons.tsx';
import { pieces } from './links.ts';
import { dayName, words, type Language } from './words.ts';

/** How near to its end, in pixels, the thread counts as being at it, and how near to its beginning it asks for more. */
const near = 60;

export function Thread({
  conversation,
  title,
  language,
  held,
  getEarlier,
  tryAgain,
  takeBack,
  atEnd,
}: {
  conversation: Conversation;
  title: string;
  language: Language;
  /** What he writes waits for his consent. */
  held: boolean;
  getEarlier: () => void;
  tryAgain: (id: string) => void;
  takeBack: (id: string) => void;
  /** The end of the thread is in sight. */
  atEnd: () => void;
}): JSX.Element {
  const said = words[language];
  const box = useRef<HTMLElement>(null);
  const list = useRef<HTMLDivElement>(null);
  const position = useRef({ isAtEnd: true, height: 0, first: '', lastOwn: '' });
  const [hasNews, setHasNews] = useState(false);
  const { messages, outgoing } = conversation;
  const first = messages[0]?.id ?? '';
  const last = messages.at(-1)?.id ?? '';
  const lastFrom = messages.at(-1)?.from ?? 'visitor';
  const lastOwn = outgoing.at(-1)?.id ?? '';

  const toEnd = (): void => box.current?.scrollTo({ top: box.current.scrollHeight });

  // What comes above leaves what is being read in its place; what comes below is followed by those who are at the end.
  useLayoutEffect(() => {
    const area = box.current;
    if (area === null) return;
    const before = position.current;
    if (before.first !== '' && first !== before.first) area.scrollTop += area.scrollHeight - before.height;
    else if (before.isAtEnd || (lastOwn !== '' && lastOwn !== before.lastOwn)) toEnd();
    position.current = { ...before, height: area.scrollHeight, first, lastOwn };
  });
  useEffect(() => {
    if (!position.current.isAtEnd && lastFrom !== 'visitor') setHasNews(true);
  }, [last, lastFrom]);
  useEffect(() => {
    if (position.current.isAtEnd) atEnd();
  });
  useEffect(() => {
    const area = box.current;
    const content = list.current;
    if (area === null || content === null) return;
    const resized = new ResizeObserver(() => {
      if (position.current.isAtEnd) toEnd();
      position.current.height = area.scrollHeight;
    });
    resized.observe(area);
    resized.observe(content);
    return () => resized.disconnect();
  }, []);

  function scrolled(): void {
    const area = box.current;
    if (area === null) return;
    const isAtEnd = area.scrollHeight - area.scrollTop - area.clientHeight < near;
    position.current.isAtEnd = isAtEnd;
    if (isAtEnd) {
      setHasNews(false);
      atEnd();
    }
    if (area.scrollTop < near * 3) getEarlier();
  }

  const now = Date.now();
  const lastEntry = outgoing.at(-1)?.id ?? messages.at(-1)?.clientId ?? last;
  return (
    <>
      <main ref={box} class="thread" aria-label={said.conversation} tabIndex={0} onScroll={scrolled}>
        <div ref={list} class="list">
          {conversation.hasEarlier && <p class="earlier">{conversation.fetchesEarlier ? said.earlier : ''}</p>}
          {days(conversation, (at) => new Date(at).toDateString()).map((day) => (
            <section key={day.key}>
              <h2 class="day">
                <time dateTime={new Date(day.at).toISOString()}>{dayName(day.at, now, language)}</time>
              </h2>
              {day.bursts.map((burst) => (
                <BurstView
                  key={burst.key}
                  burst={burst}
                  title={title}
                  language={language}
                  endsThread={burst.entries.some(({ key }) => key === lastEntry)}
                  held={held}
                  tryAgain={tryAgain}
                  takeBack={takeBack}
                />
              ))}
            </section>
          ))}
        </div>
      </main>
      {hasNews && (
        <button type="button" class="news" onClick={toEnd}>
          <DownIcon />
          {said.news}
        </button>
      )}
    </>
  );
}

function BurstView({
  burst,
  title,
  language,
  endsThread,
  held,
  tryAgain,
  takeBack,
}: {
  burst: Burst;
  title: string;
  language: Language;
  endsThread: boolean;
  held: boolean;
  tryAgain: (id: string) => void;
  takeBack: (id: string) => void;
}): JSX.Element {
  const said = words[language];
  const isOwn = burst.from === 'visitor';
  const name = burst.sender?.name || title;
  const position = burst.sender?.position ?? '';
  const last = burst.entries.at(-1);
  const standing = isOwn && last !== undefined ? standingOf(last, endsThread) : null;
  return (
    <div class={isOwn ? 'burst own' : 'burst'}>
      {isOwn ? (
        <p class="unseen">{said.you}</p>
      ) : (
        <>
          <Face name={name} photo={burst.sender?.photo ?? ''} size="small" />
          <p class="name">
            {name}
            {position !== '' && <span> · {position}</span>}
          </p>
        </>
      )}
      {burst.entries.map((entry) => (
        <div key={entry.key} class={entry.standing === 'sending' ? 'bubble sending' : 'bubble'}>
          <Text text={entry.text} />
        </div>
      ))}
      {last !== undefined && (
        <p class={standing === 'failed' ? 'meta failed' : 'meta'}>
          {standing === 'failed' ? (
            <>
              {said.failed}
              <button type="button" onClick={() => tryAgain(last.key)}>
                {said.tryAgain}
              </button>
              <button type="button" onClick={() => takeBack(last.key)}>
                {said.takeBack}
              </button>
            </>
          ) : (
            <>
              <time dateTime={new Date(last.at).toISOString()} title={new Date(last.at).toLocaleString(language)}>
                {new Intl.DateTimeFormat(language, { hour: 'numeric', minute: '2-digit' }).format(last.at)}
              </time>
              {standing !== null && <span> · {said[held && standing === 'sending' ? 'held' : standing]}</span>}
            </>
          )}
        </p>
      )}
    </div>
  );
}

/** How an own burst stands, where that is worth saying: what is under way or failed, and that the last word arrived. */
function standingOf(last: Entry, endsThread: boolean): 'sending' | 'sent' | 'failed' | null {
  if (last.standing === 'sending' || last.standing === 'failed') return last.standing;
  return endsThread ? 'sent' : null;
}

function Text({ text }: { text: string }): JSX.Element {
  return (
    <>
      {pieces(text).map(({ text: said, href }, index) =>
        href === undefined ? (
          said
        ) : (
          <a key={index} href={href} target="_blank" rel="noopener noreferrer nofollow">
            {said}
          </a>
        ),
      )}
    </>
  );
}
