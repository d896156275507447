import { Injectable } from '@nestjs/common';
import { v5 } from 'uuid';

import type { DialogCommand } from '../dialogs/batch.types.ts';
import { DialogsService } from '../dialogs/dialogs.service.ts';
import type { ShownRefusal } from '../dialogs/dialog.shapes.ts';
import type { Viewer } from '../rpc/trpc.ts';

export type GroupAnswer = { all: boolean; answers: { dialogId: number; refused: ShownRefusal['refused'] | null }[] };
type GroupCommand = Pick<DialogCommand, 'action' | 'because' | 'blocks' | 'to'>;

/** Does one thing to several dialogs: each by a command of its own, as if it were done by hand, and each with its answer. */
@Injectable()
export class GroupService {
  constructor(private readonly dialogs: DialogsService) {}

  /** Each command's id follows from the group's and the dialog's, so that a group asked again does nothing twice. */
  async act(
    viewer: Viewer,
    commandId: string,
    dialogIds: readonly number[],
    command: GroupCommand,
  ): Promise<GroupAnswer> {
    const answers = await Promise.all(
      [...new Set(dialogIds)].map(async (dialogId) => {
        const id = v5(`${command.action} ${dialogId}`, commandId);
        const outcome = await this.dialogs.act(viewer, { ...command, commandId: id, dialogId });
        return { dialogId, refused: outcome.done ? null : outcome.refusal.refused };
      }),
    );
    return { all: answers.every(({ refused }) => refused === null), answers };
  }
}
