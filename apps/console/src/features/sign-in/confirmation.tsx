'use client';

import { useMutation } from '@tanstack/react-query';
import { LoaderCircle } from 'lucide-react';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { useEffect, useRef } from 'react';

import { useTRPC } from '../../rpc/client.tsx';
import { Button, buttonLook } from '../../ui/button.tsx';
import { OutsideHeader } from './outside.tsx';

/** Confirms the e-mail by itself and goes on to the wizard. */
export function Confirmation({ token }: { token: string }) {
  const t = useTranslations('outside');
  const trpc = useTRPC();
  const { mutate, data, isError } = useMutation(
    trpc.signUp.confirm.mutationOptions({
      onSuccess: (answer) => {
        if (answer.confirmed) window.location.replace('/welcome');
      },
    }),
  );
  const begun = useRef(false);
  useEffect(() => {
    if (begun.current || token === '') return;
    begun.current = true;
    mutate({ token });
  }, [mutate, token]);

  if (isError) {
    return (
      <div role="alert">
        <OutsideHeader title={t('confirm.failed')}>{t('problem.unreachable')}</OutsideHeader>
        <Button look="primary" onClick={() => mutate({ token })}>
          {t('confirm.again')}
        </Button>
      </div>
    );
  }
  if (token === '' || data?.confirmed === false) {
    return (
      <div role="alert">
        <OutsideHeader title={t('confirm.old')}>{t('confirm.oldText')}</OutsideHeader>
        <Link href="/sign-in" className={buttonLook({ look: 'primary', size: 'lg' })}>
          {t('signIn.submit')}
        </Link>
      </div>
    );
  }
  return (
    <div role="status" className="flex items-center gap-3 text-ink-soft">
      <LoaderCircle className="size-5 animate-spin text-accent" aria-hidden />
      <h1>{t('confirm.running')}</h1>
    </div>
  );
}
