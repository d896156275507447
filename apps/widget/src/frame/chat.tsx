import type { LiveChatConfig } from '@switchboard/channels/live-chat';
import { useEffect, useRef } from 'preact/hooks';
import type { JSX } from 'preact';
import { Composer } from './composer.tsx';
import type { ChatState, Connection } from './connection.ts';
import { Consent } from './consent.tsx';
import { lastNumber, unread, type Conversation } from './conversation.ts';
import type { Embedding } from './embedding.ts';
import { Face } from './face.tsx';
import { ChatIcon, CloseIcon } from './icons.tsx';
import type { Kept } from './kept.ts';
import { News } from './news.tsx';
import { Rating } from './rating.tsx';
import { Thread } from './thread.tsx';
import { words, type Language } from './words.ts';

export function Chat({
  connection,
  conversation,
  config,
  missing,
  troubled,
  consent,
  language,
  isOpen,
  isPage,
  openings,
  kept,
  embedding,
}: {
  connection: Connection;
  conversation: Conversation;
  config: LiveChatConfig | null;
  missing: boolean;
  troubled: boolean;
  consent: ChatState['consent'];
  language: Language;
  isOpen: boolean;
  isPage: boolean;
  openings: number;
  kept: Kept;
  embedding: Embedding | null;
}): JSX.Element {
  const said = words[language];
  const composer = useRef<HTMLTextAreaElement>(null);
  const count = unread(conversation);
  const isEmpty = conversation.messages.length + conversation.outgoing.length === 0;

  const canWrite = config !== null && config.open && !missing;

  useEffect(() => {
    if (openings > 0 && canWrite) composer.current?.focus();
  }, [openings, canWrite]);
  useEffect(() => embedding?.tell({ switchboard: 'unread', count }), [embedding, count]);
  const close = embedding === null ? null : () => embedding.tell({ switchboard: 'close' });

  return (
    <div class={isPage ? 'chat page' : 'chat'}>
      <Header config={config} missing={missing} conversation={conversation} language={language} close={close} />
      <div class="notice" role="status">
        {troubled && !missing && <p>{navigator.onLine ? said.reconnecting : said.offline}</p>}
      </div>
      {missing ? (
        <Blank title={said.missingTitle} text={said.missingText} />
      ) : isEmpty ? (
        <Blank
          {...(config !== null &&
            (config.open ? { title: said.emptyTitle, text: said.emptyText } : { title: said.closed }))}
        />
      ) : (
        <Thread
          conversation={conversation}
          title={config?.title ?? ''}
          language={language}
          held={consent === 'open' || consent === 'declined'}
          getEarlier={() => connection.getEarlier()}
          tryAgain={(id) => connection.tryAgain(id)}
          takeBack={(id) => connection.takeBack(id)}
          atEnd={() => {
            if (isOpen && document.visibilityState === 'visible') connection.see(lastNumber(conversation));
          }}
        />
      )}
      {conversation.standing.rating !== null && !missing && (
        <Rating
          key={conversation.standing.rating.dialogId}
          rating={conversation.standing.rating}
          language={language}
          vote={(dialogId, vote) => connection.vote(dialogId, vote)}
        />
      )}
      <News conversation={conversation} title={config?.title ?? ''} />
      {config?.open === false && !missing && !isEmpty && <p class="closed">{said.closed}</p>}
      {config?.asks && config.open && !missing && (consent === 'open' || consent === 'declined') && (
        <Consent
          asks={config.asks}
          language={language}
          declined={consent === 'declined'}
          waits={conversation.outgoing.some(({ state }) => state === 'sending')}
          answer={async (accepts, read) => {
            const noted = await connection.consent(accepts, read);
            if (noted && accepts) composer.current?.focus();
            return noted;
          }}
        />
      )}
      {(config === null || config.open) && !missing && (
        <Composer
          field={composer}
          language={language}
          kept={kept}
          write={(text) => connection.write(text)}
          begins={() => embedding?.tell({ switchboard: 'ask-page' })}
        />
      )}
    </div>
  );
}

function Header({
  config,
  missing,
  conversation: { standing },
  language,
  close,
}: {
  config: LiveChatConfig | null;
  missing: boolean;
  conversation: Conversation;
  language: Language;
  close: (() => void) | null;
}): JSX.Element {
  const said = words[language];
  const operator = standing.state === 'with-operator' ? standing.operator : null;
  const about = {
    none: said.none,
    waiting: said.waiting,
    'with-operator': operator?.position || said.withOperator,
    closed: said.ended,
  }[standing.state];
  return (
    <header>
      {!missing && <Face name={operator?.name ?? config?.title ?? ''} photo={operator?.photo ?? ''} size="large" />}
      <div class="who">
        {config === null ? !missing && <div class="skeleton" /> : <h1>{operator?.name ?? config.title}</h1>}
        {config !== null && config.open && <p>{about}</p>}
      </div>
      {close !== null && (
        <button type="button" class="icon" aria-label={said.close} title={said.close} onClick={close}>
          <CloseIcon />
        </button>
      )}
    </header>
  );
}

function Blank({ title, text }: { title?: string; text?: string }): JSX.Element {
  return (
    <main class="blank">
      {title !== undefined && (
        <>
          <div class="emblem">
            <ChatIcon />
          </div>
          <h2>{title}</h2>
          {text !== undefined && <p>{text}</p>}
        </>
      )}
    </main>
  );
}
