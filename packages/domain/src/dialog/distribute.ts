import { availability, minute, type EmployeeId, type Instant } from '../people/index.ts';
import { handsFull, nextOffer, olderThan, type NextOffer } from '../queue/index.ts';
import { offerEnds } from './deadlines.ts';
import { waitingSince, type Dialog, type OpenDialog } from './dialog.ts';
import type { RouteReason } from './facts.ts';
import { Steps } from './steps.ts';

/** How long routing waits for the CRM to say who is responsible (product §2, Opening). */
export const identifyFor = 2_000;

/**
 * A dialog that nobody of ours had yet looks for an operator: the one responsible for the client in the CRM, past order
 * and limit, or else whoever is next in the line's queue (product §2, Opening).
 */
export function route(steps: Steps, after: RouteReason): void {
  const { dialog, line } = steps;
  const byCrm = line.crm.check && line.crm.routeToResponsible && dialog.via !== 'group';
  if (byCrm && dialog.responsible === 'asking') {
    steps.happens({ fact: 'identifying', until: steps.now + identifyFor });
    return;
  }
  if (byCrm && dialog.responsible !== null && offerToResponsible(steps, after)) return;
  distribute(steps, after);
}

/**
 * The employee responsible for the client is offered the dialog, in the queue or not, past the line's limit; only
 * dismissal, absence or unavailability (when checked) and the cap of the product stop it (product §3.2).
 * Answers whether he was; either way the history says why.
 */
export function offerToResponsible(steps: Steps, after: RouteReason): boolean {
  const { dialog, line, world } = steps;
  const { responsible } = dialog;
  if (responsible === null || responsible === 'asking') return false;
  const passedOver = whyNotResponsible(steps, responsible);
  steps.happens({ fact: 'recognised', responsible, passedOver });
  if (passedOver !== null) return false;
  const offer = { to: 'one', offeredAt: world.now, route: 'crm' } as const;
  steps.happens({
    fact: 'offered',
    to: { kind: 'one', employeeId: responsible, until: offerEnds(steps.open, offer, line), route: 'crm' },
    because: 'responsible',
    after,
    candidates: [{ employeeId: responsible, passedOver: null }],
    newRound: false,
    settings: line.version,
  });
  return true;
}

function whyNotResponsible({ world, dialog, line }: Steps, responsible: EmployeeId): string | null {
  const person = world.people[responsible];
  if (person === undefined) return 'dismissed';
  const here = availability(person, world.now, line.queue.checkAvailability);
  if (!here.available) return here.because;
  return handsFull(world.held[responsible] ?? [], dialog.id) ? 'too-many-open' : null;
}

/**
 * Hands the dialog to its line's queue: what happens is an offer, or that it waits, with everybody looked at. A dialog
 * transferred to a department asks its people for one round first, and then the line's. `after` is what brought it
 * there.
 */
export function distribute(steps: Steps, after: RouteReason): void {
  if (inDepartment(steps, after)) return;
  tell(steps, askQueue(steps, after), after);
}

/**
 * A waiting dialog looks again. Still nobody: nothing happened, and nothing is written, but where a changed time moved the
 * moment at which those who declined may be asked again.
 */
export function lookAgain(steps: Steps): void {
  const { dialog } = steps;
  if (dialog.state === 'waiting' && dialog.identifyingUntil !== null && dialog.identifyingUntil > steps.now) return;
  const next = askQueue(steps, 'somebody-free');
  const moved = dialog.state === 'waiting' && askedAgainAt(dialog, steps) !== dialog.notBefore;
  if (next.offer !== 'none' || moved) tell(steps, next, 'somebody-free');
}

/**
 * When those who declined may be asked again, by the hand-over time the line has now; a line that does not offer to all
 * any more asks them in turn.
 */
function askedAgainAt(dialog: Extract<Dialog, { state: 'waiting' }>, { line }: Steps): Instant | null {
  if (dialog.notBefore === null || line.queue.distribution !== 'all') return null;
  return dialog.refusedAt === null ? dialog.notBefore : dialog.refusedAt + line.queue.offerMinutes * minute;
}

/**
 * An offer to all follows who is there: those who left lose it, those who came get it, and with nobody left
 * the dialog waits. The same circle as before: nothing happened.
 */
export function followCircle(steps: Steps): void {
  const { dialog } = steps;
  if (dialog.state !== 'offered' || dialog.to !== 'all') return;
  if (dialog.departmentId !== null) {
    const next = askDepartment(steps, 'circle-changed');
    if (next === null) return giveUpDepartment(steps);
    if (!sameCircle(next, dialog.operatorIds)) tell(steps, next, 'circle-changed');
    return;
  }
  const next = askQueue(steps, 'circle-changed');
  if (!sameCircle(next, dialog.operatorIds)) tell(steps, next, 'circle-changed');
}

/** Nobody of the department took it in one round: the line's queue has it (product §2, Moving). */
export function giveUpDepartment(steps: Steps): void {
  const { departmentId } = steps.dialog;
  if (departmentId === null) return;
  steps.happens({ fact: 'department-gave-up', departmentId });
  tell(steps, askQueue(steps, 'department-gave-up'), 'department-gave-up');
}

function inDepartment(steps: Steps, after: RouteReason): boolean {
  if (steps.dialog.departmentId === null) return false;
  const next = askDepartment(steps, after);
  if (next === null) giveUpDepartment(steps);
  else tell(steps, next, after);
  return true;
}

/** Who of the department is next, or null once its round is over. */
function askDepartment(steps: Steps, after: RouteReason): NextOffer | null {
  const { departmentId } = steps.dialog;
  const crew = departmentId === null ? [] : (steps.world.departments[departmentId] ?? []);
  const next = askQueue(steps, after, crew);
  const over = next.offer === 'none' || (next.newRound && after !== 'distribution-changed');
  return over ? null : next;
}

/** Who of the dialog's line, or of these, is next for it. */
function askQueue(steps: Steps, after: RouteReason, crew: readonly EmployeeId[] = steps.line.crew): NextOffer {
  const { open: dialog, world, line } = steps;
  return nextOffer({
    now: world.now,
    lineId: line.id,
    dialogId: dialog.id,
    queue: line.queue,
    crew,
    people: world.people,
    held: world.held,
    assignedAt: line.assignedAt,
    asked: dialog.asked,
    declined: dialog.declined,
    notBefore: notBefore(dialog, steps, after),
    startOver: after === 'distribution-changed',
    ...(crew === line.crew ? {} : { olderMayHave: line.crew }),
    older: olderThan({ dialogId: dialog.id, since: waitingSince(dialog) }, line.waiting),
    offeredTo:
      after === 'circle-changed' && dialog.state === 'offered' && dialog.to === 'all' ? dialog.operatorIds : [],
  });
}

/** `all`: once everybody left in the circle has declined, nobody is asked again sooner than the hand-over time. */
function notBefore(dialog: OpenDialog, steps: Steps, after: RouteReason): Instant | null {
  if (after === 'somebody-free') return dialog.state === 'waiting' ? askedAgainAt(dialog, steps) : null;
  const { line, now } = steps;
  const refused = (after === 'declined' || after === 'circle-changed') && dialog.declined.length > 0;
  return refused && line.queue.distribution === 'all' ? now + line.queue.offerMinutes * minute : null;
}

/** The steps by which a dialog leaves somebody who is dismissed or removed: with nobody left, administrators hear of it. */
const leftBySomebody: ReadonlySet<RouteReason> = new Set(['returned', 'circle-changed', 'department-gave-up']);

function tell(steps: Steps, next: NextOffer, after: RouteReason): void {
  const settings = steps.line.version;
  const seen = { candidates: next.candidates, ...(next.more > 0 ? { more: next.more } : {}) };
  switch (next.offer) {
    case 'one': {
      const { employeeId, until, assignedAt } = next;
      const { distribution } = steps.line.queue;
      const way = distribution === 'all' ? {} : { distribution };
      const to = { kind: 'one' as const, employeeId, until, assignedAt, ...way };
      steps.happens({ fact: 'offered', to, because: next.because, after, ...seen, newRound: next.newRound, settings });
      return;
    }
    case 'all': {
      const to = { kind: 'all' as const, employeeIds: next.employeeIds };
      steps.happens({ fact: 'offered', to, because: next.because, after, ...seen, newRound: next.newRound, settings });
      return;
    }
    case 'none': {
      const { dialog } = steps;
      const before = dialog.state === 'waiting' && next.notBefore !== null ? dialog.refusedAt : null;
      steps.happens({
        fact: 'waits',
        because: next.because,
        after,
        ...seen,
        notBefore: next.notBefore,
        ...(before === null ? {} : { refusedAt: before }),
        settings,
      });
      if (next.because === 'nobody-suitable' && leftBySomebody.has(after))
        steps.does({ effect: 'notify-administrators', what: 'nobody-left' });
    }
  }
}

function sameCircle(next: NextOffer, circle: Extract<Dialog, { to: 'all' }>['operatorIds']): boolean {
  if (next.offer !== 'all') return false;
  return next.employeeIds.length === circle.length && next.employeeIds.every((id) => circle.includes(id));
}
