'use client';

import { useQuery } from '@tanstack/react-query';
import { Plus, X } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useState } from 'react';

import {
  currencies,
  mostRecordAddresses,
  recordTitle,
  type FieldValue,
  type RecordKind,
} from '@switchboard/domain/crm';

import { useTRPC } from '../../rpc/client.tsx';
import type { Arrangement } from '../../rpc/shapes.ts';
import { Button } from '../../ui/button.tsx';
import { useFieldWords } from '../../ui/field-words.ts';
import { Field } from '../../ui/field.tsx';
import { Input, Select, Textarea } from '../../ui/input.tsx';
import { fullName } from '../../ui/person.ts';
import type { Draft } from './record-draft.ts';
import { useRecordTitle } from './record-words.ts';

type Props = {
  kind: RecordKind;
  draft: Draft;
  onChange: (draft: Draft) => void;
  /** Keys of the messages by their fields. */
  problems: Record<string, string>;
  arranged: Arrangement;
  /** Names what the record holds already and a list may not have: the contact of a deal, who is responsible. */
  contact?: Parameters<typeof recordTitle>[0] & { recordId: string };
  disabled?: boolean;
};

/** Everything that is written into a record, with what is wrong with it at its field. */
export function RecordForm({ kind, draft, onChange, problems, arranged, contact, disabled = false }: Props) {
  const t = useTranslations('crm');
  const words = useFieldWords();
  const put = (changes: Partial<Draft>) => onChange({ ...draft, ...changes });
  const text = (part: 'title' | 'name' | 'surname' | 'source', label: string, className = '') => (
    <Field label={label} error={words(problems[part])} className={className}>
      {(control) => (
        <Input
          {...control}
          autoComplete="off"
          disabled={disabled}
          value={draft[part]}
          onChange={(event) => put({ [part]: event.target.value })}
        />
      )}
    </Field>
  );
  // Whose deal it is says the contact; his own words are not written twice.
  const own = [draft.name, draft.surname, ...draft.phones, ...draft.emails].some((value) => value !== '');
  const ofContact = kind === 'deal' && draft.contactId !== null && !own;
  return (
    <div className="flex flex-col gap-4">
      {text('title', t(kind === 'contact' ? 'field.company' : 'field.title'))}
      {kind === 'deal' && (
        <ContactField
          value={draft.contactId}
          contact={contact}
          error={words(problems['contactId'])}
          disabled={disabled}
          onChange={(contactId) => put({ contactId })}
        />
      )}
      {!ofContact && (
        <>
          <div className="grid grid-cols-1 gap-4 @xs:grid-cols-2">
            {text('name', t('field.name'))}
            {text('surname', t('field.surname'))}
          </div>
          <Addresses
            part="phones"
            values={draft.phones}
            problems={problems}
            disabled={disabled}
            onChange={(phones) => put({ phones })}
          />
          <Addresses
            part="emails"
            values={draft.emails}
            problems={problems}
            disabled={disabled}
            onChange={(emails) => put({ emails })}
          />
        </>
      )}
      {kind !== 'contact' && (
        <div className="grid grid-cols-[minmax(0,1fr)_6.5rem] gap-3">
          <Field label={t('field.amount')} error={words(problems['amount'])}>
            {(control) => (
              <Input
                {...control}
                inputMode="decimal"
                autoComplete="off"
                disabled={disabled}
                className="tabular-nums"
                value={draft.amount}
                onChange={(event) => put({ amount: event.target.value })}
              />
            )}
          </Field>
          <Field label={t('field.currency')} error={words(problems['currency'])}>
            {(control) => (
              <Select
                {...control}
                disabled={disabled}
                value={draft.currency ?? ''}
                onChange={(event) =>
                  put({ currency: currencies.find((one) => one === event.target.value) ?? draft.currency })
                }
              >
                {currencies.map((currency) => (
                  <option key={currency}>{currency}</option>
                ))}
              </Select>
            )}
          </Field>
        </div>
      )}
      <Responsible
        value={draft.responsibleId}
        error={words(problems['responsibleId'])}
        disabled={disabled}
        onChange={(responsibleId) => put({ responsibleId })}
      />
      {text('source', t('field.source'))}
      {arranged.fields
        .filter((field) => field.kind === kind)
        .map((field) => (
          <OwnField
            key={field.fieldId}
            field={field}
            value={draft.fields[field.fieldId] ?? null}
            error={words(problems[`fields.${field.fieldId}`])}
            disabled={disabled}
            onChange={(value) => put({ fields: { ...draft.fields, [field.fieldId]: value } })}
          />
        ))}
    </div>
  );
}

/** Phone numbers or e-mail addresses, a line for each. */
function Addresses({
  part,
  values,
  problems,
  disabled,
  onChange,
}: {
  part: 'phones' | 'emails';
  values: string[];
  problems: Record<string, string>;
  disabled: boolean;
  onChange: (values: string[]) => void;
}) {
  const t = useTranslations('crm');
  const words = useFieldWords();
  return (
    <fieldset className="flex min-w-0 flex-col gap-1.5">
      <legend className="mb-1.5 text-sm font-medium">{t(`field.${part}`)}</legend>
      {values.map((value, at) => {
        const problem = words(problems[`${part}.${at}`]);
        return (
          // A line is known by its place: it has nothing else.
          <div key={at} className="flex flex-col gap-1">
            <div className="flex gap-1.5">
              <Input
                type={part === 'phones' ? 'tel' : 'email'}
                autoComplete="off"
                aria-label={t(`field.${part}`)}
                aria-invalid={problem !== undefined}
                disabled={disabled}
                value={value}
                onChange={(event) => onChange(values.with(at, event.target.value))}
              />
              {values.length > 1 && !disabled && (
                <Button
                  look="quiet"
                  size="icon"
                  aria-label={t('removeAddress', { value })}
                  onClick={() => onChange(values.toSpliced(at, 1))}
                >
                  <X />
                </Button>
              )}
            </div>
            {problem !== undefined && (
              <p role="alert" className="text-sm text-overdue">
                {problem}
              </p>
            )}
          </div>
        );
      })}
      {problems[part] !== undefined && (
        <p role="alert" className="text-sm text-overdue">
          {words(problems[part])}
        </p>
      )}
      {values.length < mostRecordAddresses && values.at(-1) !== '' && !disabled && (
        <Button look="link" size="none" className="self-start text-sm" onClick={() => onChange([...values, ''])}>
          <Plus className="size-3.5" /> {t(`add.${part}`)}
        </Button>
      )}
    </fieldset>
  );
}

function Responsible({
  value,
  error,
  disabled,
  onChange,
}: {
  value: string | null;
  error: string | undefined;
  disabled: boolean;
  onChange: (employeeId: string | null) => void;
}) {
  const t = useTranslations('crm');
  const { data: people = [] } = useQuery(useTRPC().people.list.queryOptions({}));
  return (
    <Field label={t('field.responsible')} error={error}>
      {(control) => (
        <Select
          {...control}
          disabled={disabled}
          value={value ?? ''}
          onChange={(event) => onChange(event.target.value || null)}
        >
          <option value="">{t('nobody')}</option>
          {people
            .filter(({ employeeId, dismissedAt }) => dismissedAt === null || employeeId === value)
            .map((person) => (
              <option key={person.employeeId} value={person.employeeId}>
                {fullName(person)}
              </option>
            ))}
        </Select>
      )}
    </Field>
  );
}

/** The contact whose deal it is: looked for by name, phone or e-mail, and chosen from what was found. */
function ContactField({
  value,
  contact,
  error,
  disabled,
  onChange,
}: {
  value: string | null;
  contact: Props['contact'];
  error: string | undefined;
  disabled: boolean;
  onChange: (recordId: string | null) => void;
}) {
  const t = useTranslations('crm');
  const trpc = useTRPC();
  const title = useRecordTitle();
  const [search, setSearch] = useState('');
  const found = useQuery(
    trpc.records.list.queryOptions(
      { kind: 'contact', search, limit: 20, sort: 'name' },
      { enabled: search.trim().length > 1 },
    ),
  );
  const chosen = contact !== undefined && contact.recordId === value ? contact : undefined;
  const rows = found.data?.rows ?? [];
  return (
    <div className="flex flex-col gap-1.5">
      <Field label={t('field.contact')} error={error} {...(value === null ? { hint: t('contactHint') } : {})}>
        {(control) =>
          value === null ? (
            <Input
              {...control}
              type="search"
              autoComplete="off"
              disabled={disabled}
              value={search}
              onChange={(event) => setSearch(event.target.value)}
            />
          ) : (
            <div className="flex min-h-8 items-center gap-2 rounded-md border border-edge-strong pl-2.5">
              <span id={control.id} className="min-w-0 flex-1 truncate">
                {title(chosen ?? rows.find(({ recordId }) => recordId === value) ?? { ...nobody, kind: 'contact' })}
              </span>
              {!disabled && (
                <Button look="quiet" size="icon-sm" aria-label={t('removeContact')} onClick={() => onChange(null)}>
                  <X />
                </Button>
              )}
            </div>
          )
        }
      </Field>
      {value === null && search.trim().length > 1 && found.data !== undefined && (
        <ul className="max-h-48 overflow-y-auto rounded-md border border-edge" aria-label={t('found')}>
          {rows.map((row) => (
            <li key={row.recordId}>
              <button
                type="button"
                onClick={() => onChange(row.recordId)}
                className="flex w-full min-w-0 flex-col px-2.5 py-1.5 text-left -outline-offset-2 hover:bg-hover"
              >
                <span className="w-full truncate">{title(row)}</span>
                <span className="w-full truncate text-sm text-ink-faint">
                  {row.addresses.map((address) => address.value).join(', ')}
                </span>
              </button>
            </li>
          ))}
          {rows.length === 0 && <li className="px-2.5 py-1.5 text-ink-faint">{t('noContact')}</li>}
        </ul>
      )}
    </div>
  );
}

const nobody = { title: '', name: '', surname: '', addresses: [] };

function OwnField({
  field,
  value,
  error,
  disabled,
  onChange,
}: {
  field: Arrangement['fields'][number];
  value: FieldValue | null;
  error: string | undefined;
  disabled: boolean;
  onChange: (value: FieldValue | null) => void;
}) {
  const t = useTranslations('crm');
  const shown = value === null ? '' : String(value);
  const given = (text: string) => onChange(text === '' ? null : text);
  return (
    <Field label={field.name} error={error}>
      {(control) => {
        switch (field.type) {
          case 'text':
            return (
              <Textarea
                {...control}
                rows={1}
                disabled={disabled}
                className="min-h-8"
                value={shown}
                onChange={(event) => given(event.target.value)}
              />
            );
          case 'number':
            return (
              <Input
                {...control}
                inputMode="decimal"
                disabled={disabled}
                value={shown}
                onChange={(event) => given(event.target.value)}
              />
            );
          case 'date':
            return (
              <Input
                {...control}
                type="date"
                disabled={disabled}
                value={shown}
                onChange={(event) => given(event.target.value)}
              />
            );
          case 'choice':
            return (
              <Select {...control} disabled={disabled} value={shown} onChange={(event) => given(event.target.value)}>
                <option value="">{t('notChosen')}</option>
                {[...new Set([...field.options, ...(shown === '' ? [] : [shown])])].map((option) => (
                  <option key={option}>{option}</option>
                ))}
              </Select>
            );
          case 'yes-no':
            return (
              <Select
                {...control}
                disabled={disabled}
                value={shown}
                onChange={(event) => onChange(event.target.value === '' ? null : event.target.value === 'true')}
              >
                <option value="">{t('notChosen')}</option>
                <option value="true">{t('yes')}</option>
                <option value="false">{t('no')}</option>
              </Select>
            );
        }
      }}
    </Field>
  );
}
