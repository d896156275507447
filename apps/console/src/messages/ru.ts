import acting from './ru/acting.json';
import channels from './ru/channels.json';
import common from './ru/common.json';
import dialog from './ru/dialog.json';
import dialogs from './ru/dialogs.json';
import errors from './ru/errors.json';
import fields from './ru/fields.json';
import history from './ru/history.json';
import inbox from './ru/inbox.json';
import lines from './ru/lines.json';
import marks from './ru/marks.json';
import notices from './ru/notices.json';
import outside from './ru/outside.json';
import parked from './ru/parked.json';
import people from './ru/people.json';
import publicChat from './ru/publicChat.json';
import queue from './ru/queue.json';
import refusals from './ru/refusals.json';
import settings from './ru/settings.json';
import shell from './ru/shell.json';
import states from './ru/states.json';
import times from './ru/times.json';
import welcome from './ru/welcome.json';

import type { en } from './en.ts';

/** Every text in Russian, under the same keys. */
export const ru: typeof en = {
  acting,
  channels,
  common,
  dialog,
  dialogs,
  errors,
  fields,
  history,
  inbox,
  lines,
  marks,
  notices,
  outside,
  parked,
  people,
  publicChat,
  queue,
  refusals,
  settings,
  shell,
  states,
  times,
  welcome,
};
