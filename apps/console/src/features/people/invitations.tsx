'use client';

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Mail, MailX } from 'lucide-react';
import { useTranslations } from 'next-intl';

import { useTRPC } from '../../rpc/client.tsx';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { Moment } from '../../ui/time.tsx';
import { say } from '../../ui/toast.tsx';
import { useRoles } from './use-roles.ts';

/** Letters that have not been answered: each can be sent again, with a new link, or taken back. */
export function Invitations() {
  const t = useTranslations('people.invitations');
  const { nameOf } = useRoles();
  const trpc = useTRPC();
  const cache = useQueryClient();
  const key = trpc.people.invitations.queryKey({});
  const { data: invitations } = useQuery(trpc.people.invitations.queryOptions({}));
  const { data: departments = [] } = useQuery(trpc.people.departments.queryOptions({}));
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
  const resend = useMutation(
    trpc.people.resendInvitation.mutationOptions({
      onSuccess: (answer) => {
        if (answer.sent) say('done', t('resent', { email: answer.invitation.email }));
        else say('refused', t(answer.because));
        void cache.invalidateQueries({ queryKey: key });
      },
      onError: () => say('refused', t('resendFailed')),
    }),
  );
  if (invitations === undefined || invitations.length === 0) return null;
  return (
    <section aria-label={t('title')} className="mt-6">
      <h2 className="mb-2 font-semibold">{t('title')}</h2>
      <ul className="divide-y divide-edge rounded-xl border border-edge bg-panel">
        {invitations.map((one) => {
          const Icon = one.expired ? MailX : Mail;
          const department = departments.find(({ departmentId }) => departmentId === one.departmentId);
          return (
            <li key={one.invitationId} className="flex flex-wrap items-center gap-x-3 gap-y-1.5 px-4 py-2.5 sm:px-5">
              <Icon className="size-4 shrink-0 text-ink-faint" aria-hidden />
              <div className="min-w-0 flex-1 basis-56">
                <p className="truncate">{one.email}</p>
                <p className="truncate text-sm text-ink-faint">
                  {[...one.roleIds.map(nameOf), department?.name].filter(Boolean).join(' · ')}
                </p>
              </div>
              {one.expired ? (
                <Badge tone="overdue">{t('expired')}</Badge>
              ) : (
                <span className="text-sm text-ink-faint">
                  {t('until')} <Moment at={one.expiresAt} />
                </span>
              )}
              <span className="flex gap-1">
                <Button
                  look="quiet"
                  size="sm"
                  busy={resend.isPending && resend.variables.invitationId === one.invitationId}
                  aria-label={t('resendWho', { email: one.email })}
                  onClick={() => resend.mutate({ invitationId: one.invitationId })}
                >
                  {t('resend')}
                </Button>
                <Button
                  look="quiet"
                  size="sm"
                  aria-label={t('withdrawWho', { email: one.email })}
                  onClick={() => withdraw.mutate({ invitationId: one.invitationId })}
                >
                  {t('withdraw')}
                </Button>
              </span>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
