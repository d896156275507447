'use client';

import { useTranslations } from 'next-intl';

import { isBuiltIn, type Action, type Reach } from '@switchboard/domain/access';

import { sentenceOf } from './groups.ts';

/** Roles, rights and reaches in the reader's language. */
export function useRoleWords() {
  const t = useTranslations('roles');
  return {
    nameOf: ({ roleId, name }: { roleId: string; name: string }): string =>
      isBuiltIn(roleId) ? t(`builtIn.${roleId}`) : name,
    action: (action: Action): string => t(`action.${action}`),
    reach: (reach: Reach): string => t(`reach.${reach}`),
    sentence: (action: Action, reach: Reach): string => t(sentenceOf(action, reach)),
  };
}
