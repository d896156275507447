import { Database } from '@switchboard/db';

import { appendToLedger, sha256 } from '../agreements/ledger.ts';
import type { Running } from '../server.ts';

/** Writes into the ledger that a client accepted the first version of an agreement, with this name among the evidence. */
export async function anAcceptance(
  api: Running,
  companyId: string,
  { clientId, agreementId, name = 'Olga' }: { clientId: string; agreementId: string; name?: string },
): Promise<number> {
  const [number = 0] = await api.app.get(Database).inTurn(companyId, (turn) =>
    appendToLedger(turn, [
      {
        clientId,
        channelId: null,
        dialogId: null,
        agreementId,
        version: 1,
        language: 'en',
        textHash: sha256('a text'),
        decision: 'accepted',
        how: 'button',
        messageId: null,
        employeeId: null,
        evidence: { ip: '192.0.2.7', userAgent: 'Browser', page: null, identity: 'visitor', name },
      },
    ]),
  );
  return number;
}
