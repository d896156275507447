import { mostOpenDialogs, type QueueSettings } from './settings.ts';

/** A dialog in somebody's hands, with what the three ways of counting slots look at. */
export type HeldDialog = {
  dialogId: number;
  lineId: string;
  state: 'offered' | 'accepted' | 'answered' | 'client-wrote' | 'finishing';
  everAnswered: boolean;
};

/**
 * Does this dialog take one of its operator's slots in its line? An offer to one operator takes it at once;
 * an offer to all is in nobody's hands and never comes here, and a finishing dialog takes none (product §3.1, Slots).
 */
export function takesSlot(dialog: HeldDialog, notCounted: QueueSettings['notCounted']): boolean {
  if (dialog.state === 'finishing') return false;
  switch (notCounted) {
    case 'answered':
      return !dialog.everAnswered;
    case 'waiting-for-client':
      return dialog.state !== 'answered';
    case 'closed':
      return true;
  }
}

/** How many slots of this line these dialogs take, without the dialog `except`. */
export function slotsTaken(
  held: readonly HeldDialog[],
  lineId: string,
  notCounted: QueueSettings['notCounted'],
  except: number | null = null,
): number {
  let taken = 0;
  for (const dialog of held) {
    if (dialog.lineId === lineId && dialog.dialogId !== except && takesSlot(dialog, notCounted)) taken += 1;
  }
  return taken;
}

/** Open dialogs in these hands over all lines, without the dialog `except`: what the cap of the product counts. */
export function openDialogs(held: readonly HeldDialog[], except: number | null = null): number {
  return held.some((dialog) => dialog.dialogId === except) ? held.length - 1 : held.length;
}

/** May these hands hold no more, whatever the line says? Nothing exceeds it: accepting and transfers are refused. */
export function handsFull(held: readonly HeldDialog[], except: number | null = null): boolean {
  return openDialogs(held, except) >= mostOpenDialogs;
}
