import { mayAnywhere, type Action } from '@switchboard/domain/access';

import type { Viewer } from '../rpc/trpc.ts';
import type { Problem } from './public-api.shapes.ts';

/** What a call is refused with: a value, told as it stands. */
export class Refused extends Error {
  readonly status: number;
  readonly body: Problem;
  constructor(status: number, body: Problem) {
    super(body.message);
    this.status = status;
    this.body = body;
  }
}

/** Refuses where the maker of the key has no right to this anywhere. */
export function mustHave(viewer: Viewer, action: Action): void {
  if (!mayAnywhere(viewer, action))
    throw new Refused(403, { error: 'forbidden', message: 'The maker of this key has no right to this' });
}
