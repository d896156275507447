import acting from './ru/acting.json';
import agreements from './ru/agreements.json';
import api from './ru/api.json';
import audit from './ru/audit.json';
import board from './ru/board.json';
import channels from './ru/channels.json';
import clients from './ru/clients.json';
import common from './ru/common.json';
import consents from './ru/consents.json';
import crmConnection from './ru/crmConnection.json';
import crm from './ru/crm.json';
import crmImport from './ru/crmImport.json';
import departments from './ru/departments.json';
import dialog from './ru/dialog.json';
import dialogColumns from './ru/dialogColumns.json';
import dialogs from './ru/dialogs.json';
import errors from './ru/errors.json';
import exports from './ru/exports.json';
import fields from './ru/fields.json';
import figures from './ru/figures.json';
import history from './ru/history.json';
import hours from './ru/hours.json';
import howItWorks from './ru/howItWorks.json';
import inbox from './ru/inbox.json';
import lineTabs from './ru/lineTabs.json';
import lines from './ru/lines.json';
import marks from './ru/marks.json';
import notices from './ru/notices.json';
import outside from './ru/outside.json';
import parked from './ru/parked.json';
import people from './ru/people.json';
import person from './ru/person.json';
import plan from './ru/plan.json';
import publicChat from './ru/publicChat.json';
import queue from './ru/queue.json';
import quickReplies from './ru/quickReplies.json';
import replyPicker from './ru/replyPicker.json';
import refusals from './ru/refusals.json';
import roles from './ru/roles.json';
import security from './ru/security.json';
import settings from './ru/settings.json';
import shell from './ru/shell.json';
import states from './ru/states.json';
import statistics from './ru/statistics.json';
import times from './ru/times.json';
import webhooks from './ru/webhooks.json';
import welcome from './ru/welcome.json';

import type { en } from './en.ts';

/** Every text in Russian, under the same keys. */
export const ru: typeof en = {
  acting,
  agreements,
  api,
  audit,
  board,
  channels,
  clients,
  common,
  consents,
  crmConnection,
  crm,
  crmImport,
  departments,
  dialog,
  dialogColumns,
  dialogs,
  errors,
  exports,
  fields,
  figures,
  history,
  hours,
  howItWorks,
  inbox,
  lineTabs,
  lines,
  marks,
  notices,
  outside,
  parked,
  people,
  person,
  plan,
  publicChat,
  queue,
  quickReplies,
  replyPicker,
  refusals,
  roles,
  security,
  settings,
  shell,
  states,
  statistics,
  times,
  webhooks,
  welcome,
};
