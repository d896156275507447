'use client';

import { useMutation } from '@tanstack/react-query';
import { MailCheck } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useEffect, useState } from 'react';

import { useTRPC } from '../../rpc/client.tsx';
import { Button } from '../../ui/button.tsx';
import { OutsideHeader } from './outside.tsx';

/** The letter is on its way; another can be asked for after half a minute. */
export function LookIntoMail({ email, onBack }: { email: string; onBack: () => void }) {
  const t = useTranslations('outside');
  const trpc = useTRPC();
  const resend = useMutation(trpc.signUp.resend.mutationOptions());
  const [wait, setWait] = useState(30);
  useEffect(() => {
    if (wait === 0) return;
    const timer = setTimeout(() => setWait(wait - 1), 1_000);
    return () => clearTimeout(timer);
  }, [wait]);
  return (
    <div role="status">
      <MailCheck className="mb-4 size-8 text-accent" aria-hidden />
      <OutsideHeader title={t('mail.title')}>
        {t.rich('mail.text', {
          email,
          strong: (chunks) => <strong className="font-medium break-all text-ink">{chunks}</strong>,
        })}
      </OutsideHeader>
      <div className="flex flex-wrap gap-2">
        <Button
          disabled={wait > 0}
          busy={resend.isPending}
          onClick={() => {
            resend.mutate({ email }, { onSuccess: () => setWait(60) });
          }}
        >
          {wait > 0 ? t('mail.resendIn', { seconds: wait }) : t('mail.resend')}
        </Button>
        <Button look="quiet" onClick={onBack}>
          {t('mail.other')}
        </Button>
      </div>
      <p aria-live="polite" className="mt-3 text-sm text-ink-faint">
        {resend.isSuccess ? t('mail.resent') : resend.isError ? t('problem.unreachable') : t('mail.hint')}
      </p>
    </div>
  );
}
