import type { EmployeeId, Instant } from '../people/index.ts';

import type { Common, Dialog, Standing } from './dialog.ts';
import type { Fact, FactOf } from './facts.ts';

/**
 * The dialog after one more fact. Replaying all facts of a dialog gives its stored state.
 * Throws where a fact reaches a dialog that never opened: the history is broken then, and guessing would hide it.
 */
export function evolve(dialog: Dialog | null, fact: Fact): Dialog {
  if (fact.fact === 'opened') return opened(fact);
  if (dialog === null) throw new Error(`A dialog that never opened cannot have ${fact.fact}`);
  const common = { ...commonOf(dialog), lastFactAt: fact.at };
  switch (fact.fact) {
    case 'client-wrote':
      return {
        ...common,
        clientWroteAt: fact.at,
        unansweredSince: dialog.unansweredSince ?? fact.at,
        ...(dialog.state === 'answered'
          ? { state: 'client-wrote', operatorId: dialog.operatorId, acceptedAt: dialog.acceptedAt }
          : standingOf(dialog)),
      };
    case 'offered':
      return offered(common, fact);
    case 'waits':
      return { ...common, state: 'waiting', notBefore: fact.notBefore };
    case 'offer-expired':
      return { ...common, state: 'waiting', notBefore: null };
    case 'declined':
      return declined(common, dialog, fact);
    case 'accepted':
      return heldBy(common, fact.employeeId, fact.at);
    case 'answered': {
      const acceptedAt = 'acceptedAt' in dialog ? dialog.acceptedAt : fact.at;
      return heldBy({ ...common, repliedAt: fact.at, unansweredSince: null }, fact.employeeId, acceptedAt);
    }
    case 'transferred':
      if (fact.to.kind === 'person') return heldBy(common, fact.to.employeeId, fact.at);
      return {
        ...common,
        lineId: fact.to.lineId,
        // Who gives a dialog back to the queue it came from has had his turn; another line starts from nobody.
        asked: fact.from !== null && fact.to.lineId === dialog.lineId ? [fact.from] : [],
        declined: [],
        state: 'waiting',
        notBefore: null,
      };
    case 'closed': {
      const operatorId = dialog.state !== 'offered' && 'operatorId' in dialog ? dialog.operatorId : null;
      return { ...common, state: 'closed', because: fact.because, closedAt: fact.at, operatorId };
    }
  }
}

/** The dialog after all of these facts, in their order. */
export function fold(dialog: Dialog | null, facts: readonly Fact[]): Dialog | null {
  return facts.reduce<Dialog | null>(evolve, dialog);
}

function opened(fact: FactOf<'opened'>): Dialog {
  return {
    id: fact.dialogId,
    lineId: fact.lineId,
    chatId: fact.chatId,
    direction: fact.direction,
    openedAt: fact.at,
    lastFactAt: fact.at,
    clientWroteAt: null,
    unansweredSince: null,
    repliedAt: null,
    asked: [],
    declined: [],
    state: 'waiting',
    notBefore: null,
  };
}

function offered(common: Common, fact: FactOf<'offered'>): Dialog {
  const asked = fact.newRound ? [] : common.asked;
  const declined = fact.newRound ? [] : common.declined;
  if (fact.to.kind === 'all') {
    return {
      ...common,
      asked,
      declined,
      state: 'offered',
      to: 'all',
      operatorIds: fact.to.employeeIds,
      offeredAt: fact.at,
    };
  }
  const { employeeId, until } = fact.to;
  return {
    ...common,
    asked: [...asked, employeeId],
    declined,
    state: 'offered',
    to: 'one',
    operatorId: employeeId,
    offeredAt: fact.at,
    until,
  };
}

function declined(common: Common, dialog: Dialog, fact: FactOf<'declined'>): Dialog {
  const { employeeId } = fact;
  const after: Common = {
    ...common,
    asked: common.asked.includes(employeeId) ? common.asked : [...common.asked, employeeId],
    declined: [...common.declined, employeeId],
  };
  const left =
    dialog.state === 'offered' && dialog.to === 'all' ? dialog.operatorIds.filter((id) => id !== employeeId) : [];
  if (dialog.state !== 'offered' || left.length === 0) return { ...after, state: 'waiting', notBefore: null };
  return { ...after, state: 'offered', to: 'all', operatorIds: left, offeredAt: dialog.offeredAt };
}

/** Held by somebody: where it stands follows from whose word was the last (product §2, Moving). */
function heldBy(common: Common, operatorId: EmployeeId, acceptedAt: Instant): Dialog {
  const state = common.repliedAt === null ? 'accepted' : common.unansweredSince === null ? 'answered' : 'client-wrote';
  return { ...common, state, operatorId, acceptedAt };
}

function commonOf(dialog: Dialog): Common {
  return {
    id: dialog.id,
    lineId: dialog.lineId,
    chatId: dialog.chatId,
    direction: dialog.direction,
    openedAt: dialog.openedAt,
    lastFactAt: dialog.lastFactAt,
    clientWroteAt: dialog.clientWroteAt,
    unansweredSince: dialog.unansweredSince,
    repliedAt: dialog.repliedAt,
    asked: dialog.asked,
    declined: dialog.declined,
  };
}

function standingOf(dialog: Dialog): Standing {
  switch (dialog.state) {
    case 'waiting':
      return { state: 'waiting', notBefore: dialog.notBefore };
    case 'offered': {
      const { offeredAt } = dialog;
      return dialog.to === 'one'
        ? { state: 'offered', to: 'one', operatorId: dialog.operatorId, offeredAt, until: dialog.until }
        : { state: 'offered', to: 'all', operatorIds: dialog.operatorIds, offeredAt };
    }
    case 'closed':
      return { state: 'closed', because: dialog.because, closedAt: dialog.closedAt, operatorId: dialog.operatorId };
    default:
      return { state: dialog.state, operatorId: dialog.operatorId, acceptedAt: dialog.acceptedAt };
  }
}
