'use client';

import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';

import { builtInRoles } from '@switchboard/domain/access';

import { useTRPC } from '../../rpc/client.tsx';

type NamedRole = { roleId: string; name: string };

/** The company's roles with their names: a word in the reader's language for those that every company has. */
export function useRoles(): { roles: NamedRole[]; nameOf: (roleId: string) => string } {
  const t = useTranslations('people.invite');
  const { data = [] } = useQuery(useTRPC().roles.list.queryOptions({}));
  const builtIn = (roleId: string) => builtInRoles.find((one) => one === roleId);
  const nameOf = (roleId: string): string => {
    const known = builtIn(roleId);
    if (known !== undefined) return t(`roles.${known}`);
    return data.find((role) => role.roleId === roleId)?.name ?? '…';
  };
  const ids = data.length > 0 ? data.map(({ roleId }) => roleId) : [...builtInRoles];
  return { roles: ids.map((roleId) => ({ roleId, name: nameOf(roleId) })), nameOf };
}
