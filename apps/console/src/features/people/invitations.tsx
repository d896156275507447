'use client';

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Mail } from 'lucide-react';
import { useTranslations } from 'next-intl';

import { isBuiltIn } from '@switchboard/domain/access';

import { useTRPC } from '../../rpc/client.tsx';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { Moment } from '../../ui/time.tsx';
import { say } from '../../ui/toast.tsx';

/** Letters that have not been answered yet; each can be taken back. */
export function Invitations() {
  const t = useTranslations('people.invitations');
  const invite = useTranslations('people.invite.roles');
  const trpc = useTRPC();
  const cache = useQueryClient();
  const key = trpc.people.invitations.queryKey({});
  const { data: invitations } = useQuery(trpc.people.invitations.queryOptions({}));
  const withdraw = useMutation(
    trpc.people.withdrawInvitation.mutationOptions({
      onMutate: ({ invitationId }) => {
        const before = cache.getQueryData(key);
        cache.setQueryData(key, (list) => list?.filter((one) => one.invitationId !== invitationId));
        return { before };
      },
      onSuccess: () => say('done', t('withdrawn')),
      onError: (_, __, context) => {
        cache.setQueryData(key, context?.before);
        say('refused', t('failed'));
      },
    }),
  );
  if (invitations === undefined || invitations.length === 0) return null;
  return (
    <section aria-label={t('title')} className="mt-6">
      <h2 className="mb-2 font-semibold">{t('title')}</h2>
      <ul className="divide-y divide-edge rounded-xl border border-edge bg-panel">
        {invitations.map((one) => (
          <li key={one.invitationId} className="flex flex-wrap items-center gap-x-3 gap-y-1 px-4 py-2.5 sm:px-5">
            <Mail className="size-4 shrink-0 text-ink-faint" aria-hidden />
            <span className="min-w-0 flex-1 basis-44 truncate">{one.email}</span>
            {one.roleIds.map((roleId) => isBuiltIn(roleId) && <Badge key={roleId}>{invite(roleId)}</Badge>)}
            <span className="text-sm text-ink-faint">
              {t('until')} <Moment at={one.expiresAt} />
            </span>
            <Button
              look="quiet"
              size="sm"
              aria-label={t('withdrawWho', { email: one.email })}
              onClick={() => withdraw.mutate({ invitationId: one.invitationId })}
            >
              {t('withdraw')}
            </Button>
          </li>
        ))}
      </ul>
    </section>
  );
}
