import { describe, expect, test } from 'vitest';

import { defaultTexts, languages, noticeVariables, renderNotice } from './index.ts';

const told = { operator: 'Ann Lee', dialog: '#1024', language: 'en' } as const;

test.each([
  ['the operator and the dialog are named', '#OPERATOR# is late in #DIALOG#.', told, 'Ann Lee is late in #1024.'],
  ['before accepting it is nobody yet', 'Held by #OPERATOR#', { ...told, operator: null }, 'Held by nobody yet'],
  ['in Russian too', 'Ведёт: #OPERATOR#', { ...told, operator: null, language: 'ru' as const }, 'Ведёт: ещё никто'],
  ['nobody begins a sentence', 'Late. #OPERATOR#!', { ...told, operator: null }, 'Late. Nobody yet!'],
  ['what is no variable stays as typed', '#operator# #CLIENT# {line.name}', told, '#operator# #CLIENT# {line.name}'],
  ['a name is put in as it is', '#OPERATOR# $& #DIALOG#', { ...told, operator: '#DIALOG# $1' }, '#DIALOG# $1 $& #1024'],
])('%s', (_, text, values, notice) => expect(renderNotice(text, values)).toBe(notice));

describe.each(languages)('the default notices in %s', (language) => {
  test.each(['first', 'further'] as const)('the %s says who and where', (which) => {
    for (const variable of noticeVariables) expect(defaultTexts[language].kpi[which]).toContain(variable);
  });
});
