'use client';

import { Withdraw } from '../../../../features/consents/withdraw.tsx';
import { ClientPage } from '../../../../features/clients/client-page.tsx';
import { MessageBubble } from '../../../../features/dialog/message-bubble.tsx';
import { EraseClient } from '../../../../features/erasure/erase-client.tsx';

/** A client's page, with what other features know how to do: show a message, withdraw a consent, erase a person. */
export function OneClient({ clientId }: { clientId: string }) {
  return (
    <ClientPage
      clientId={clientId}
      message={(message) => <MessageBubble message={message} onAgain={undefined} onKeep={undefined} quiet={false} />}
      withdraw={(given) => <Withdraw {...given} />}
      erase={(given) => <EraseClient {...given} />}
    />
  );
}
