import acting from './en/acting.json';
import agreements from './en/agreements.json';
import api from './en/api.json';
import audit from './en/audit.json';
import board from './en/board.json';
import channels from './en/channels.json';
import clients from './en/clients.json';
import common from './en/common.json';
import consents from './en/consents.json';
import crmConnection from './en/crmConnection.json';
import crm from './en/crm.json';
import crmImport from './en/crmImport.json';
import departments from './en/departments.json';
import dialog from './en/dialog.json';
import dialogColumns from './en/dialogColumns.json';
import dialogs from './en/dialogs.json';
import errors from './en/errors.json';
import exports from './en/exports.json';
import fields from './en/fields.json';
import figures from './en/figures.json';
import history from './en/history.json';
import hours from './en/hours.json';
import howItWorks from './en/howItWorks.json';
import inbox from './en/inbox.json';
import lineTabs from './en/lineTabs.json';
import lines from './en/lines.json';
import marks from './en/marks.json';
import notices from './en/notices.json';
import outside from './en/outside.json';
import parked from './en/parked.json';
import people from './en/people.json';
import person from './en/person.json';
import plan from './en/plan.json';
import publicChat from './en/publicChat.json';
import queue from './en/queue.json';
import quickReplies from './en/quickReplies.json';
import replyPicker from './en/replyPicker.json';
import refusals from './en/refusals.json';
import roles from './en/roles.json';
import security from './en/security.json';
import settings from './en/settings.json';
import shell from './en/shell.json';
import states from './en/states.json';
import statistics from './en/statistics.json';
import times from './en/times.json';
import webhooks from './en/webhooks.json';
import welcome from './en/welcome.json';

/** Every text in English: a file for each subject. */
export const en = {
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
