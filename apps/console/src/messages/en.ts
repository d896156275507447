import acting from './en/acting.json';
import channels from './en/channels.json';
import common from './en/common.json';
import dialog from './en/dialog.json';
import dialogs from './en/dialogs.json';
import errors from './en/errors.json';
import fields from './en/fields.json';
import history from './en/history.json';
import inbox from './en/inbox.json';
import lines from './en/lines.json';
import marks from './en/marks.json';
import notices from './en/notices.json';
import outside from './en/outside.json';
import parked from './en/parked.json';
import people from './en/people.json';
import publicChat from './en/publicChat.json';
import queue from './en/queue.json';
import refusals from './en/refusals.json';
import settings from './en/settings.json';
import shell from './en/shell.json';
import states from './en/states.json';
import times from './en/times.json';
import welcome from './en/welcome.json';

/** Every text in English: a file for each subject. */
export const en = {
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
