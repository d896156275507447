'use client';

import { useFormatter, useTranslations } from 'next-intl';

import type { AuditPage, AuditRow } from '../../rpc/shapes.ts';
import { useMinutesInWords } from '../../ui/time.tsx';

export type Told = { label: string; from: string | null; to: string };

const weekdays = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const;
const texts = /(text|ask|good|bad|source|timeZone)$/;

/** An entry of the audit log in words: who, what, of what, and what changed. `names` are those of the ids it holds. */
export function useAuditWords(): (
  row: AuditRow,
  names: AuditPage['names'],
) => {
  who: string;
  what: string;
  subject: string | null;
  told: Told[];
} {
  const t = useTranslations('audit');
  const webhooks = useTranslations('webhooks');
  const format = useFormatter();
  const minutes = useMinutesInWords();

  const coded = (code: string, names: AuditPage['names']): string =>
    names[code] ??
    (t.has(`value.${code}` as never)
      ? t(`value.${code}` as never)
      : webhooks.has(`event.${code}` as never)
        ? webhooks(`event.${code}` as never)
        : code);

  /** The days of a week on which it differs from another. */
  const week = (value: Record<string, unknown>, other: Record<string, unknown>): string =>
    weekdays
      .flatMap((day, index) => {
        if (JSON.stringify(value[day]) === JSON.stringify(other[day])) return [];
        const name = format.dateTime(Date.UTC(2024, 0, 1 + index), { weekday: 'short', timeZone: 'UTC' });
        const intervals = (value[day] as { from: string; to: string }[] | undefined) ?? [];
        return `${name} ${intervals.length === 0 ? t('dayOff') : intervals.map(({ from, to }) => `${from}–${to}`).join(', ')}`;
      })
      .join('; ');

  const setting = (path: string, value: unknown, other: unknown, names: AuditPage['names']): string => {
    if (value === null || value === undefined) return t('off');
    if (typeof value === 'boolean') return value ? t('on') : t('off');
    if (typeof value === 'number') {
      if (/minutes$/i.test(path)) return minutes(value);
      if (/hours$/i.test(path)) return minutes(value * 60);
      if (/seconds$/i.test(path)) return value % 60 === 0 ? minutes(value / 60) : t('seconds', { count: value });
      if (/days$/i.test(path)) return t('days', { count: value });
      return format.number(value);
    }
    if (typeof value === 'string') {
      if (value === '') return t('empty_');
      return path !== 'rating.ask' && texts.test(path) ? value : coded(value, names);
    }
    if (path === 'hours.exceptions' && Array.isArray(value)) return t('exceptions', { count: value.length });
    if (Array.isArray(value)) {
      const who = value.map((one: unknown) => {
        const named = typeof one === 'object' && one !== null ? Object.values(one)[0] : one;
        return typeof named === 'string' ? (names[named] ?? t('unknown')) : t('unknown');
      });
      return who.length === 0 ? t('people', { count: 0 }) : who.join(', ');
    }
    if (path === 'hours.week') return week(value as Record<string, unknown>, other as Record<string, unknown>);
    if (path === 'queue.replaced') return t('people', { count: Object.keys(value).length });
    return (
      Object.values(value)
        .filter((one) => typeof one === 'string' && one !== '')
        .join(', ') || t('empty_')
    );
  };

  const detail = (key: string, value: unknown, names: AuditPage['names']): string => {
    if (value === null || value === '') return t('value.none');
    if (typeof value === 'boolean') return value ? t('yes') : t('no');
    // Moments are milliseconds; nothing else that is told is as large.
    if (typeof value === 'number')
      return value > 1_000_000_000_000
        ? format.dateTime(value, { dateStyle: 'medium', timeStyle: 'short' })
        : key === 'dialogId'
          ? `#${value}`
          : format.number(value);
    if (Array.isArray(value))
      return value.length === 0 ? t('value.none') : value.map((one: string) => coded(one, names)).join(', ');
    return coded(String(value), names);
  };

  return (row, names) => {
    const changes = row.changes.map(({ path, from, to }) => ({
      label: t(`path.${path}`),
      from: setting(path, from, to, names),
      to: setting(path, to, from, names),
    }));
    const moved = movedIn(row);
    const details = Object.entries(row.details).flatMap(([key, value]): Told[] =>
      // The versions of a line's settings are told by what they changed.
      (row.what === 'line.saved' && changes.length > 0) ||
      moved?.keys.includes(key) === true ||
      !t.has(`detail.${key}` as never)
        ? []
        : [{ label: t(`detail.${key}` as never), from: null, to: detail(key, value, names) }],
    );
    return {
      who:
        row.by.kind === 'employee'
          ? (row.by.name ?? t('by.gone'))
          : row.by.kind === 'api-key' && row.by.name !== null
            ? `${t('by.api-key')}: ${row.by.name}`
            : t(`by.${row.by.kind}`),
      what: t(`what.${row.what}`),
      subject: row.subject.name,
      told: [
        ...changes,
        ...(moved === null
          ? []
          : [
              {
                label: t(`detail.${moved.label}`),
                from: detail('', moved.from, names),
                to: detail('', moved.to, names),
              },
            ]),
        ...details,
      ],
    };
  };
}

/** What an entry tells as one thing that became another. */
function movedIn({ what, details }: AuditRow) {
  const { from = null, to = null, before = null, after = null } = details;
  switch (what) {
    case 'department.moved':
      return { label: 'parentId' as const, from, to, keys: ['from', 'to'] };
    case 'department.head':
      return { label: 'headId' as const, from, to, keys: ['from', 'to'] };
    case 'employee.put':
      return { label: 'departmentId' as const, from, to, keys: ['from', 'to'] };
    case 'employee.roles':
      return { label: 'roles' as const, from: before, to: after, keys: ['before', 'after'] };
    default:
      return null;
  }
}

/** Where one looks at what an entry is about; null where there is no such place. */
export function placeOf({ subject }: AuditRow): string | null {
  switch (subject.kind) {
    case 'line':
      return subject.there ? `/lines/${subject.id}` : null;
    case 'channel':
      return subject.there ? '/channels' : null;
    case 'company':
      return '/settings/company';
    case 'role':
      return '/people/roles';
    case 'employee':
    case 'invitation':
    case 'department':
    case 'absence':
      return '/people';
    case 'api-key':
      return '/settings/api';
    case 'webhook':
      return subject.there ? `/settings/webhooks/${subject.id}` : null;
    case 'quick-replies':
      return subject.there ? `/quick-replies?list=${subject.id}` : '/quick-replies';
    case 'crm':
      return '/settings/crm';
    case 'record':
      return subject.there ? `/contacts/${subject.id}` : null;
    case 'agreement':
      return `/agreements/${subject.id}`;
    case 'client':
      return subject.there ? `/clients/${subject.id}` : '/clients';
    case 'parked':
      return '/settings/parked';
  }
}
