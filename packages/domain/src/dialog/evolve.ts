import type { EmployeeId, Instant } from '../people/index.ts';
import { nothingKnown, type Common, type Dialog, type InCrm, type OpenDialog } from './dialog.ts';
import type { Fact, FactOf } from './facts.ts';

/**
 * The dialog after this fact. Total: each fact fits the dialog it is folded into, and one that does not is a
 * programming error and throws. `opened` is the first fact of a dialog, and only of it.
 */
export function evolve(dialog: Dialog | null, fact: Fact): Dialog {
  if (fact.fact === 'opened') {
    if (dialog !== null) throw new Error(`#${dialog.id} is opened a second time`);
    return opened(fact);
  }
  if (dialog === null) throw new Error(`${fact.fact} comes before opened`);
  if (dialog.state === 'closed') return afterwards(dialog, fact);
  return { ...step(dialog, fact), lastFactAt: fact.at };
}

/** The dialog after all of these facts, in their order. */
export function fold(dialog: Dialog | null, facts: readonly Fact[]): Dialog | null {
  return facts.reduce<Dialog | null>(evolve, dialog);
}

/** What still reaches a closed dialog: a vote, a thanks for it, a mark. When and why it closed stays. */
function afterwards(dialog: Extract<Dialog, { state: 'closed' }>, fact: Fact): Dialog {
  const later = { ...dialog, lastFactAt: fact.at };
  switch (fact.fact) {
    case 'voted':
      return { ...later, ...voted(dialog, fact) };
    case 'said':
      return { ...later, ...said(dialog, fact) };
    case 'marked':
      return { ...later, stars: fact.stars };
    // The CRM may answer after its end.
    case 'record-attached':
    case 'record-created':
      return { ...later, crm: withRecord(dialog.crm, fact) };
    default:
      throw new Error(`${fact.fact} comes after #${dialog.id} was closed`);
  }
}

function step(dialog: OpenDialog, fact: Exclude<Fact, { fact: 'opened' }>): Dialog {
  switch (fact.fact) {
    case 'client-wrote':
      return clientWrote(dialog, fact);
    case 'consent-asked': {
      const asked = { consent: 'asked' as const, consentTo: consentTo(fact) };
      if (!fact.holds) return { ...dialog, ...asked };
      return { ...commonOf(dialog), ...asked, ...noClocks, state: 'held', heldSince: fact.at };
    }
    case 'consented': {
      const given = { consent: 'given' as const, consentTo: consentTo(fact) ?? dialog.consentTo };
      if (dialog.state !== 'held') return { ...dialog, ...given };
      return { ...commonOf(dialog), ...given, ...clocksFrom(dialog, fact.at), ...inQueue };
    }
    case 'unsealed':
      if (dialog.state !== 'held') return dialog;
      return { ...commonOf(dialog), ...clocksFrom(dialog, fact.at), ...inQueue };
    case 'consent-declined':
      return { ...dialog, consent: 'declined' };
    case 'bot-took':
      return {
        ...commonOf(dialog),
        bot: { botId: fact.botId, turn: 'on' },
        ...noClocks,
        state: 'with-bot',
        botSince: fact.at,
        botOwesSince: fact.at,
      };
    case 'bot-wrote':
      return dialog.state === 'with-bot'
        ? { ...dialog, oursAt: fact.at, botOwesSince: null }
        : { ...dialog, oursAt: fact.at };
    case 'bot-left': {
      const bot = { botId: fact.botId, turn: fact.stays ? ('silent' as const) : ('over' as const) };
      if (dialog.state !== 'with-bot') return { ...dialog, bot };
      return { ...commonOf(dialog), bot, ...clocksFrom(dialog, fact.at), ...inQueue };
    }
    case 'said':
      return { ...dialog, ...said(dialog, fact) };
    case 'identifying':
      return { ...commonOf(dialog), ...inQueue, identifyingUntil: fact.until };
    case 'recognised':
      return { ...dialog, responsible: fact.responsible };
    case 'crm-unreachable':
      return { ...dialog, crm: { ...dialog.crm, unreachable: true } };
    case 'record-attached':
    case 'record-created':
      return { ...dialog, crm: withRecord(dialog.crm, fact) };
    case 'not-recorded':
      return { ...dialog, crm: { ...dialog.crm, nothing: fact.because, unreachable: false } };
    case 'responsible-changed':
      return { ...dialog, crm: { ...dialog.crm, settled: true } };
    case 'offered':
      return offered(commonOf(dialog), fact, dialog);
    case 'waits':
      return {
        ...commonOf(dialog),
        ...inQueue,
        notBefore: fact.notBefore,
        refusedAt: fact.notBefore === null ? null : (fact.refusedAt ?? fact.at),
      };
    case 'offer-expired':
      return { ...commonOf(dialog), ...inQueue };
    case 'department-gave-up':
      return { ...commonOf(dialog), departmentId: null, ...inQueue };
    case 'declined':
      return declined(commonOf(dialog), dialog, fact);
    case 'accepted':
      return taken(dialog, fact.employeeId, fact.at, fact);
    case 'answered':
      return answered(dialog, fact);
    case 'transferred':
      return transferred(takenUp(dialog, fact.at), fact);
    case 'taken-over':
      return taken(takenUp(dialog, fact.at), fact.by, fact.at, fact);
    case 'returned':
      return { ...commonOf(dialog), pinned: false, ...inQueue };
    case 'joined':
      return { ...dialog, joined: [...dialog.joined, fact.employeeId] };
    case 'left':
      return { ...dialog, joined: dialog.joined.filter((id) => id !== fact.employeeId) };
    case 'pinned':
      return { ...dialog, pinned: true };
    case 'unpinned':
      return { ...dialog, pinned: false };
    case 'unanswered':
      return { ...dialog, unanswered: true, unacceptedSince: null };
    case 'overdue':
      return { ...dialog, overdue: true };
    case 'finished':
      return finished(dialog, fact);
    case 'rating-asked': {
      const { until, operatorId } = fact;
      return { ...dialog, rating: { askedAt: fact.at, until, operatorId, vote: null, votedAt: null } };
    }
    case 'voted':
      return { ...dialog, ...voted(dialog, fact) };
    case 'marked':
      return { ...dialog, stars: fact.stars };
    case 'resumed':
      return dialog.state === 'finishing' ? resumed(takenUp(dialog, fact.at), fact) : dialog;
    case 'closed': {
      const operatorId = dialog.state !== 'offered' && 'operatorId' in dialog ? dialog.operatorId : null;
      return {
        ...commonOf(dialog),
        ...noClocks,
        state: 'closed',
        because: fact.because,
        closedAt: fact.at,
        operatorId,
        ...(fact.because === 'finished' && dialog.state !== 'finishing' ? countsFor(dialog, operatorId) : {}),
      };
    }
  }
}

const inQueue = { state: 'waiting', notBefore: null, refusedAt: null, identifyingUntil: null } as const;
const noClocks = { unacceptedSince: null, burstAt: null } as const;

function consentTo({ agreementId, version }: { agreementId?: string | undefined; version?: number | undefined }) {
  return agreementId === undefined || version === undefined ? null : { agreementId, version };
}

function withRecord(crm: InCrm, fact: FactOf<'record-attached'> | FactOf<'record-created'>): InCrm {
  const { recordId, kind } = fact;
  const made = fact.fact === 'record-created';
  const record = { recordId, kind, confidence: made ? ('made' as const) : fact.confidence };
  return {
    records: [...crm.records.filter((one) => one.recordId !== recordId), record],
    nothing: made ? null : crm.nothing,
    settled: crm.settled || (made && fact.holds === true),
    unreachable: false,
  };
}

/** The clocks that begin once the dialog is for people: after the consent, after the bot. */
function clocksFrom(dialog: Common, at: Instant): Pick<Common, 'unacceptedSince' | 'burstAt'> {
  return { unacceptedSince: at, burstAt: dialog.unansweredSince === null ? null : at };
}

function opened(fact: FactOf<'opened'>): Dialog {
  return {
    ...nothingKnown,
    asked: [],
    declined: [],
    joined: [],
    said: [],
    crm: { ...nothingKnown.crm, records: [] },
    id: fact.dialogId,
    lineId: fact.lineId,
    chatId: fact.chatId,
    direction: fact.direction,
    via: fact.via ?? 'text',
    openedAt: fact.at,
    lastFactAt: fact.at,
    outsideHours: fact.outsideHours ?? false,
    firstContact: fact.firstContact ?? false,
    responsible: fact.responsible ?? null,
    unacceptedSince: fact.direction === 'incoming' ? fact.at : null,
    ...inQueue,
  };
}

function clientWrote(dialog: OpenDialog, fact: FactOf<'client-wrote'>): Dialog {
  const sealed = dialog.state === 'held' || dialog.state === 'with-bot';
  const wrote = {
    clientWroteAt: fact.at,
    unansweredSince: dialog.unansweredSince ?? fact.at,
    burstAt: sealed ? null : (dialog.burstAt ?? fact.at),
    overdue: dialog.burstAt === null ? false : dialog.overdue,
  };
  if (dialog.state === 'with-bot') return { ...dialog, ...wrote, botOwesSince: dialog.botOwesSince ?? fact.at };
  if (dialog.state === 'answered') return { ...dialog, ...wrote, state: 'client-wrote' };
  return { ...dialog, ...wrote };
}

function said(dialog: Common, fact: FactOf<'said'>): Partial<Common> {
  return {
    oursAt: fact.at,
    said: dialog.said.includes(fact.what) ? dialog.said : [...dialog.said, fact.what],
    ...(fact.what === 'outside-hours' ? { outsideSaidAt: fact.at } : {}),
  };
}

function offered(common: Common, fact: FactOf<'offered'>, before: OpenDialog): Dialog {
  const asked = fact.newRound ? [] : common.asked;
  const declined = fact.newRound ? [] : common.declined;
  if (fact.to.kind === 'all') {
    const { employeeIds } = fact.to;
    // Who comes and goes does not give his department another round.
    const goesOn = common.departmentId !== null && fact.after === 'circle-changed' && before.state === 'offered';
    const offeredAt = goesOn ? before.offeredAt : fact.at;
    return { ...common, asked, declined, state: 'offered', to: 'all', operatorIds: employeeIds, offeredAt };
  }
  const { employeeId, until, distribution = null, route = 'queue' } = fact.to;
  return {
    ...common,
    asked: asked.includes(employeeId) ? asked : [...asked, employeeId],
    declined,
    state: 'offered',
    to: 'one',
    operatorId: employeeId,
    offeredAt: fact.at,
    until,
    distribution,
    route,
  };
}

function declined(common: Common, dialog: Dialog, fact: FactOf<'declined'>): Dialog {
  const { employeeId } = fact;
  const after: Common = {
    ...common,
    asked: common.asked.includes(employeeId) ? common.asked : [...common.asked, employeeId],
    declined: common.declined.includes(employeeId) ? common.declined : [...common.declined, employeeId],
  };
  const left =
    dialog.state === 'offered' && dialog.to === 'all' ? dialog.operatorIds.filter((id) => id !== employeeId) : [];
  if (dialog.state !== 'offered' || left.length === 0) return { ...after, ...inQueue };
  return { ...after, state: 'offered', to: 'all', operatorIds: left, offeredAt: dialog.offeredAt };
}

function answered(dialog: OpenDialog, fact: FactOf<'answered'>): Dialog {
  const replied = { repliedAt: fact.at, oursAt: fact.at, unansweredSince: null, burstAt: null, overdue: false };
  const at = 'acceptedAt' in dialog && dialog.acceptedAt !== null ? dialog.acceptedAt : fact.at;
  const operatorId = 'acceptedAt' in dialog ? (dialog.operatorId ?? fact.employeeId) : fact.employeeId;
  return heldBy({ ...commonOf(dialog), ...replied, unacceptedSince: null }, operatorId, at);
}

function transferred(dialog: OpenDialog, fact: FactOf<'transferred'>): Dialog {
  if (fact.to.kind === 'person') return taken(dialog, fact.to.employeeId, fact.at, fact.to);
  const common = { ...commonOf(dialog), pinned: false };
  if (fact.to.kind === 'department')
    return { ...common, departmentId: fact.to.departmentId, asked: [], declined: [], ...inQueue };
  const elsewhere = fact.to.lineId !== dialog.lineId;
  // Moving to another line before the first answer begins its time anew.
  const restarts = elsewhere && dialog.repliedAt === null && dialog.burstAt !== null;
  return {
    ...common,
    lineId: fact.to.lineId,
    departmentId: null,
    // Who gives a dialog back to the queue it came from has had his turn; another line starts from nobody.
    asked: fact.from !== null && !elsewhere ? [fact.from] : [],
    declined: [],
    ...(restarts ? { burstAt: fact.at, overdue: false } : {}),
    ...inQueue,
  };
}

/** Somebody has it from now on, whoever had it before: the hand-over and the no-answer time are over, a pin falls. */
function taken(
  dialog: OpenDialog,
  employeeId: EmployeeId,
  at: Instant,
  marks: { outsider?: true | undefined; gone?: true | undefined },
): Dialog {
  const common = commonOf(dialog);
  const bot = common.bot?.turn === 'on' ? { ...common.bot, turn: 'over' as const } : common.bot;
  return heldBy(
    {
      ...common,
      bot,
      departmentId: null,
      pinned: false,
      unacceptedSince: null,
      ofLine: marks.outsider !== true,
      givenGone: marks.gone === true,
      joined: common.joined.filter((id) => id !== employeeId),
    },
    employeeId,
    at,
  );
}

function finished(dialog: OpenDialog, fact: FactOf<'finished'>): Dialog {
  const held = 'acceptedAt' in dialog ? dialog : { operatorId: null, acceptedAt: null };
  return {
    ...commonOf(dialog),
    ...noClocks,
    unansweredSince: null,
    state: 'finishing',
    operatorId: held.operatorId,
    acceptedAt: held.acceptedAt,
    finishedAt: fact.at,
    because: fact.because,
    ...countsFor(dialog, held.operatorId),
  };
}

/** A vote counts for the operator who held the dialog at finishing, whenever it came (product §3.6). */
function countsFor(dialog: Dialog, operatorId: EmployeeId | null): Partial<Pick<Common, 'rating'>> {
  if (dialog.rating === null || operatorId === null) return {};
  return { rating: { ...dialog.rating, operatorId } };
}

/** A finishing dialog that is taken up again waits for the client anew: his silence before is over. */
function takenUp<D extends OpenDialog>(dialog: D, at: Instant): D {
  return dialog.state === 'finishing' ? { ...dialog, oursAt: at } : dialog;
}

function resumed(dialog: Extract<Dialog, { state: 'finishing' }>, fact: FactOf<'resumed'>): Dialog {
  const { operatorId, acceptedAt } = dialog;
  if (operatorId === null) return { ...commonOf(dialog), ...inQueue };
  const common = commonOf(dialog);
  return heldBy(fact.outsider === true ? { ...common, ofLine: false } : common, operatorId, acceptedAt ?? fact.at);
}

function voted(dialog: Dialog, fact: FactOf<'voted'>): Pick<Common, 'rating'> {
  const asked = dialog.rating ?? { askedAt: null, until: null };
  return {
    rating: {
      askedAt: asked.askedAt,
      until: asked.until,
      operatorId: fact.operatorId,
      vote: fact.vote,
      votedAt: fact.at,
    },
  };
}

/** Held by somebody: where it stands follows from whose word was the last (product §2, Moving). */
function heldBy(common: Common, operatorId: EmployeeId, acceptedAt: Instant): Dialog {
  const state = common.repliedAt === null ? 'accepted' : common.unansweredSince === null ? 'answered' : 'client-wrote';
  return { ...common, state, operatorId, acceptedAt };
}

/** The dialog without what belongs to its state alone. */
function commonOf(dialog: Dialog): Common {
  return {
    id: dialog.id,
    lineId: dialog.lineId,
    chatId: dialog.chatId,
    direction: dialog.direction,
    via: dialog.via,
    openedAt: dialog.openedAt,
    lastFactAt: dialog.lastFactAt,
    clientWroteAt: dialog.clientWroteAt,
    unansweredSince: dialog.unansweredSince,
    repliedAt: dialog.repliedAt,
    oursAt: dialog.oursAt,
    asked: dialog.asked,
    declined: dialog.declined,
    departmentId: dialog.departmentId,
    ofLine: dialog.ofLine,
    givenGone: dialog.givenGone,
    pinned: dialog.pinned,
    joined: dialog.joined,
    said: dialog.said,
    outsideSaidAt: dialog.outsideSaidAt,
    outsideHours: dialog.outsideHours,
    unacceptedSince: dialog.unacceptedSince,
    unanswered: dialog.unanswered,
    burstAt: dialog.burstAt,
    overdue: dialog.overdue,
    firstContact: dialog.firstContact,
    responsible: dialog.responsible,
    crm: dialog.crm,
    consent: dialog.consent,
    consentTo: dialog.consentTo,
    bot: dialog.bot,
    rating: dialog.rating,
    stars: dialog.stars,
  };
}
