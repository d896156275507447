'use client';

import { useMutation } from '@tanstack/react-query';
import { Check } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';

import { useTRPC } from '../../rpc/client.tsx';
import { Brand } from '../../ui/brand.tsx';
import { Button } from '../../ui/button.tsx';
import { cn } from '../../ui/cn.ts';
import { openHere } from '../../ui/open-dialog.ts';
import { steps, useStep, type Step } from './step.ts';

/** The first run: three steps, each of which can be passed over. */
export function Wizard({ parts }: { parts: Record<Step, ReactNode> }) {
  const t = useTranslations('welcome');
  const router = useRouter();
  const trpc = useTRPC();
  const welcomed = useMutation(trpc.company.welcomed.mutationOptions());
  const step = useStep();
  const at = steps.indexOf(step);
  const next = steps[at + 1];
  const before = steps[at - 1];

  const finish = () => {
    welcomed.mutate({}, { onSettled: () => router.push('/inbox') });
  };

  return (
    <div className="flex min-h-full flex-col">
      <header className="flex items-center justify-between gap-4 px-5 py-5 sm:px-10">
        <Brand />
        <Button look="quiet" onClick={finish}>
          {t('skipAll')}
        </Button>
      </header>
      <main className="mx-auto flex w-full max-w-2xl flex-1 flex-col px-5 pt-4 pb-10 sm:pt-10">
        <ol aria-label={t('steps')} className="mb-8 grid grid-cols-3 gap-2 sm:gap-3">
          {steps.map((name, index) => (
            <li key={name} aria-current={name === step ? 'step' : undefined}>
              <span
                aria-hidden
                className={cn('block h-1 rounded-full', index <= at ? 'bg-accent-fill' : 'bg-edge-strong')}
              />
              <span
                className={cn(
                  'mt-2 flex items-center gap-1.5 text-sm',
                  name === step ? 'font-medium text-ink' : 'text-ink-faint',
                )}
              >
                {index < at && <Check className="size-3.5 shrink-0 text-accent" aria-hidden />}
                <span className="truncate">{t(`step.${name}`)}</span>
              </span>
            </li>
          ))}
        </ol>
        <h1 className="text-2xl font-semibold tracking-tight text-balance">{t(`${step}.title`)}</h1>
        <p className="mt-1.5 max-w-prose text-pretty text-ink-soft">{t(`${step}.text`)}</p>
        <div className="mt-6">{parts[step]}</div>
        <div className="mt-8 flex flex-wrap items-center justify-between gap-3 border-t border-edge pt-5">
          {before === undefined ? (
            <span />
          ) : (
            <Button look="quiet" onClick={() => openHere(`/welcome?step=${before}`)}>
              {t('back')}
            </Button>
          )}
          {next === undefined ? (
            <Button look="primary" size="lg" busy={welcomed.isPending} onClick={finish}>
              {t('finish')}
            </Button>
          ) : (
            <Button
              look={step === 'line' ? 'quiet' : 'primary'}
              size="lg"
              onClick={() => openHere(`/welcome?step=${next}`)}
            >
              {step === 'line' ? t('skip') : t('next')}
            </Button>
          )}
        </div>
      </main>
    </div>
  );
}
