'use client';

import { useMutation } from '@tanstack/react-query';
import dynamic from 'next/dynamic';
import { useFormatter, useTranslations } from 'next-intl';

import { useTRPC } from '../../rpc/client.tsx';
import { Button } from '../../ui/button.tsx';
import { OutsideHeader } from './outside.tsx';

// Few need it at sign-in, and nobody else should load it there.
const SecondFactorSetup = dynamic(() => import('../../ui/second-factor.tsx').then((part) => part.SecondFactorSetup));

/** The company requires a second factor of somebody who has none: at once, or from a moment that is told on. */
export function RequiredFactor({ due, must, next }: { due: number; must: boolean; next: string }) {
  const t = useTranslations('security');
  const format = useFormatter();
  const trpc = useTRPC();
  const once = { retry: false } as const;
  const begin = useMutation(trpc.secondFactor.begin.mutationOptions(once));
  const confirm = useMutation(trpc.secondFactor.confirm.mutationOptions(once));
  const out = useMutation(trpc.signIn.out.mutationOptions());
  return (
    <>
      <OutsideHeader title={t('setup.title')}>
        {must
          ? t('must.text')
          : t('must.soon', { when: format.dateTime(due, { dateStyle: 'long', timeStyle: 'short' }) })}
      </OutsideHeader>
      <SecondFactorSetup
        begin={async (password) => {
          const answer = await begin.mutateAsync({ password });
          return answer.begun ? answer : answer.because;
        }}
        confirm={async (code) => {
          const answer = await confirm.mutateAsync({ code });
          return answer.confirmed ? null : answer.because;
        }}
        onDone={() => window.location.assign(next)}
      />
      <p className="mt-6">
        {must ? (
          <Button
            look="link"
            className="px-0"
            busy={out.isPending}
            onClick={() => void out.mutateAsync({}).finally(() => window.location.assign('/sign-in'))}
          >
            {t('must.out')}
          </Button>
        ) : (
          <Button look="link" className="px-0" onClick={() => window.location.assign(next)}>
            {t('must.later')}
          </Button>
        )}
      </p>
    </>
  );
}
