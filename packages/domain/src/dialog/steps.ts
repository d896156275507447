import { isOpen } from '../hours/index.ts';
import { textOf } from '../line/index.ts';
import type { LineText } from '../text/index.ts';
import { type Dialog, holder, type OpenDialog } from './dialog.ts';
import type { Effect } from './effects.ts';
import { evolve } from './evolve.ts';
import type { Fact } from './facts.ts';
import type { Decision, World, WorldLine } from './world.ts';

/** A fact as a rule states it: when it happened is when it is decided. */
type Untimed<F> = F extends Fact ? Omit<F, 'at'> : never;

/**
 * A decision in the making. Each step is a fact, folded at once, so that the next rule sees the dialog as the steps
 * before it left it.
 */
export class Steps {
  readonly world: World;
  readonly facts: Fact[] = [];
  readonly effects: Effect[] = [];
  #dialog: Dialog | null;

  constructor(dialog: Dialog | null, world: World) {
    this.#dialog = dialog;
    this.world = world;
  }

  get now(): number {
    return this.world.now;
  }

  /** The dialog as it is by now. There is one after its opening. */
  get dialog(): Dialog {
    if (this.#dialog === null) throw new Error('There is no dialog before it is opened');
    return this.#dialog;
  }

  /** The dialog, for rules that only reach open ones. */
  get open(): OpenDialog {
    const { dialog } = this;
    if (dialog.state === 'closed') throw new Error('The dialog is closed');
    return dialog;
  }

  /** The line the dialog belongs to by now. */
  get line(): WorldLine {
    const line = this.world.lines[this.dialog.lineId];
    if (line === undefined) throw new Error('The dialog belongs to a line that is not in the world');
    return line;
  }

  /** Is the line's schedule open now? Without one it always is. */
  get duringHours(): boolean {
    return isOpen(this.line.hours, this.now);
  }

  happens(fact: Untimed<Fact>): void {
    // A clock that was put back makes no fact older than the one before it.
    const at = Math.max(this.now, this.#dialog?.lastFactAt ?? this.now);
    const timed = { ...fact, at } as Fact;
    this.facts.push(timed);
    this.#dialog = evolve(this.#dialog, timed);
  }

  does(effect: Effect): void {
    this.effects.push(effect);
  }

  /**
   * The line says one of its texts, if it has one to say. Nothing is said in an inactive line, and nothing is made up
   * for later (product §3.9). Answers whether it was said.
   */
  say(what: LineText, because?: string): boolean {
    const { line, dialog } = this;
    if (!line.active || textOf(line, what, dialog.via) === null) return false;
    this.happens(because === undefined ? { fact: 'said', what } : { fact: 'said', what, because });
    this.does({ effect: 'say', what, operatorId: holder(dialog) });
    return true;
  }

  /** What was decided: these steps, or that there was nothing to do. */
  get decision(): Decision {
    return { facts: this.facts, effects: this.effects };
  }
}
