'use client';

import { useQuery } from '@tanstack/react-query';
import { useFormatter, useTranslations } from 'next-intl';
import { useRef } from 'react';

import type { LinePath } from '@switchboard/domain/line';
import {
  defaultTexts,
  longestText,
  noticeVariables,
  render,
  renderNotice,
  unknownVariables,
  variablesFor,
  variablesIn,
  type LineText,
  type VariableValues,
} from '@switchboard/domain/text';

import { useTRPC } from '../../rpc/client.tsx';
import { useMe } from '../../rpc/me.ts';
import { Button } from '../../ui/button.tsx';
import { cn } from '../../ui/cn.ts';
import { Field } from '../../ui/field.tsx';
import { Textarea } from '../../ui/input.tsx';
import { fullName } from '../../ui/person.ts';
import { useNow } from '../../ui/now.tsx';
import { useSetting } from './setting-fields.tsx';
import { useLine } from './use-line.tsx';

/** What the variables of a text stand for in a preview: this line and company, whoever reads, a client of the story. */
export function useSampleValues(): VariableValues {
  const t = useTranslations('lineTabs.text.sample');
  const format = useFormatter();
  const me = useMe();
  const { line, draft } = useLine();
  const now = useNow(60_000);
  const zone = { timeZone: me.company.timeZone };
  const { operatorData, hidden, replaced } = draft.queue;
  const shown = operatorData === 'hidden' ? hidden : operatorData === 'replaced' ? replaced[me.employeeId] : undefined;
  return {
    'client.name': t('client'),
    'operator.name': shown?.name || (operatorData === 'hidden' ? line.name : fullName(me)),
    'line.name': line.name,
    'company.name': me.company.name,
    'dialog.number': '#1024',
    date: format.dateTime(now, { ...zone, dateStyle: 'long' }),
    time: format.dateTime(now, { ...zone, timeStyle: 'short' }),
  };
}

/** The text that a new line would have here, in the company's language. */
function defaultOf(path: LinePath, language: 'en' | 'ru'): string {
  const texts = defaultTexts[language];
  switch (path) {
    case 'hours.outside.text':
      return texts.outsideHours;
    case 'autoActions.welcome.text':
      return texts.welcome;
    case 'autoActions.unanswered.text':
      return texts.noAnswer;
    case 'autoActions.finishing.text':
      return texts.closing;
    case 'autoActions.clientSilent.text':
      return texts.clientSilent;
    case 'rating.liveChat.ask':
    case 'rating.liveChat.good':
    case 'rating.liveChat.bad':
      return texts.rating.liveChat[path.slice('rating.liveChat.'.length) as 'ask'];
    case 'rating.others.ask':
    case 'rating.others.good':
    case 'rating.others.bad':
      return texts.rating.others[path.slice('rating.others.'.length) as 'ask'];
    case 'kpi.first.text':
      return texts.kpi.first;
    case 'kpi.further.text':
      return texts.kpi.further;
    default:
      return '';
  }
}

/** A text that goes to clients: with the variables it may name, what is misspelt, and how it reads with real values. */
export function TextSetting({ path, what, rows = 3 }: { path: LinePath; what: LineText; rows?: number }) {
  const t = useTranslations('lineTabs.text');
  const values = useSampleValues();
  const { value } = useSetting<string>(path);
  const filled = render(value, values);
  const bare = render(value, { ...values, 'client.name': null });
  return (
    <Written
      path={path}
      rows={rows}
      variables={variablesFor(what).map((variable) => ({
        typed: `{${variable}}`,
        label: t(`variable.${variable.replace('.', '-') as 'client-name'}`),
      }))}
      unknown={unknownVariables(value).map((name) => `{${name}}`)}
      preview={
        filled === '' ? null : (
          <>
            <p className="text-xs text-ink-faint">{t('preview')}</p>
            <Said text={filled} />
            {variablesIn(value).includes('client.name') && bare !== filled && (
              <>
                <p className="mt-2 text-xs text-ink-faint">{t('without')}</p>
                <Said text={bare} />
              </>
            )}
          </>
        )
      }
    />
  );
}

/** A notice to colleagues, with its variables and how it reads before and after somebody has accepted. */
export function NoticeSetting({ path }: { path: LinePath }) {
  const t = useTranslations('lineTabs.text');
  const me = useMe();
  const { value } = useSetting<string>(path);
  const told = (operator: string | null) =>
    renderNotice(value, { operator, dialog: '#1024', language: me.company.language });
  return (
    <Written
      path={path}
      rows={2}
      variables={noticeVariables.map((variable) => ({
        typed: variable,
        label: t(`variable.${variable.replaceAll('#', '') as 'OPERATOR'}`),
      }))}
      unknown={[]}
      preview={
        value.trim() === '' ? null : (
          <>
            <p className="text-xs text-ink-faint">{t('noticePreview')}</p>
            <Said text={told(fullName(me))} />
            {told(null) !== told(fullName(me)) && <Said text={told(null)} />}
          </>
        )
      }
    />
  );
}

function Said({ text }: { text: string }) {
  return (
    <p className="mt-1 w-fit max-w-full rounded-lg rounded-bl-sm bg-sunken px-3 py-2 break-words whitespace-pre-line">
      {text}
    </p>
  );
}

type Variable = { typed: string; label: string };

function Written({
  path,
  rows,
  variables,
  unknown,
  preview,
}: {
  path: LinePath;
  rows: number;
  variables: Variable[];
  unknown: string[];
  preview: React.ReactNode;
}) {
  const t = useTranslations('lineTabs');
  const format = useFormatter();
  const trpc = useTRPC();
  const me = useMe();
  const { data: company } = useQuery(trpc.company.get.queryOptions({}));
  const area = useRef<HTMLTextAreaElement>(null);
  const { value, set, problem, readOnly } = useSetting<string>(path);
  const usual = defaultOf(path, company?.language ?? me.company.language);
  const insert = (variable: string) => {
    const { selectionStart = value.length, selectionEnd = value.length } = area.current ?? {};
    set(value.slice(0, selectionStart) + variable + value.slice(selectionEnd));
    requestAnimationFrame(() => {
      area.current?.focus();
      area.current?.setSelectionRange(selectionStart + variable.length, selectionStart + variable.length);
    });
  };
  return (
    <div className="flex flex-col gap-2">
      <Field
        label={t(`name.${path}`)}
        error={problem}
        aside={
          <span className={cn('text-xs tabular-nums', value.length > longestText ? 'text-overdue' : 'text-ink-faint')}>
            {value.length > longestText - 200 &&
              t('text.count', { count: format.number(value.length), most: format.number(longestText) })}
          </span>
        }
      >
        {(control) => (
          <Textarea
            {...control}
            ref={area}
            rows={rows}
            value={value}
            readOnly={readOnly}
            onChange={(event) => set(event.target.value)}
          />
        )}
      </Field>
      {!readOnly && (
        <div className="flex flex-wrap items-center gap-1.5">
          <span className="text-xs text-ink-faint">{t('text.variables')}</span>
          {variables.map((variable) => (
            <Button
              key={variable.typed}
              size="sm"
              look="quiet"
              title={variable.typed}
              onClick={() => insert(variable.typed)}
            >
              {variable.label}
            </Button>
          ))}
          {usual !== '' && value.trim() !== usual && (
            <Button size="sm" look="quiet" className="ml-auto" onClick={() => set(usual)}>
              {t('text.default')}
            </Button>
          )}
        </div>
      )}
      {unknown.length > 0 && (
        <p className="text-sm text-waiting">
          {t('text.unknown', { names: format.list(unknown), count: unknown.length })}
        </p>
      )}
      {preview}
    </div>
  );
}
