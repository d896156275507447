'use client';

import { useTranslations } from 'next-intl';

import type { Notice } from '../../rpc/shapes.ts';
import { fullName } from '../../ui/person.ts';

/** A notice in one sentence. */
export function useNoticeWords(): (notice: Notice) => string {
  const t = useTranslations('notices');
  return (notice) => {
    const number = String(notice.dialogId ?? '');
    switch (notice.what) {
      case 'first-answer-overdue':
      case 'answer-overdue':
        return t(`words.${notice.what}`, {
          number,
          who: notice.operator === null ? t('nobodyYet') : fullName(notice.operator),
        });
      case 'nobody-left':
        return t('words.nobody-left', { line: notice.line?.name ?? t('someLine') });
      case 'webhook-off':
        return t('words.webhook-off');
      case 'marked':
        return t('words.marked', {
          number,
          stars: notice.stars ?? 0,
          who: notice.by === null ? t('somebody') : fullName(notice.by),
        });
    }
  };
}

/** Where a notice leads. */
export function placeOf(notice: Notice): string {
  if (notice.what === 'webhook-off') return '/settings/webhooks';
  return notice.dialogId === null ? '/inbox' : `/dialogs/${notice.dialogId}`;
}

/** The unread notices that were not there when the list was last looked at; none at the first look. */
export function news(known: ReadonlySet<string> | null, notices: readonly Notice[]): Notice[] {
  if (known === null) return [];
  return notices.filter((notice) => notice.readAt === null && !known.has(notice.noticeId));
}
