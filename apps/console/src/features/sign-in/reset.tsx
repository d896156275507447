'use client';

import { zodResolver } from '@hookform/resolvers/zod';
import { useMutation } from '@tanstack/react-query';
import { KeyRound, MailCheck } from 'lucide-react';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { useForm } from 'react-hook-form';

import { useTRPC } from '../../rpc/client.tsx';
import { Button, buttonLook } from '../../ui/button.tsx';
import { Field } from '../../ui/field.tsx';
import { useFieldWords } from '../../ui/field-words.ts';
import { Input } from '../../ui/input.tsx';
import { askResetForm, finishResetForm, type AskResetForm, type FinishResetForm } from './account-schemas.ts';
import { useCallProblem } from './call-problem.ts';
import { FormProblem } from './form-problem.tsx';
import { OutsideForm } from './outside-form.tsx';
import { OutsideHeader } from './outside.tsx';
import { PasswordInput } from './password-input.tsx';

/** Asks for a letter with a link; says the same whether the address is known or not. */
export function AskReset() {
  const t = useTranslations('outside');
  const words = useFieldWords();
  const problemOf = useCallProblem();
  const trpc = useTRPC();
  const begin = useMutation(trpc.reset.begin.mutationOptions());
  const [problem, setProblem] = useState<string | null>(null);
  const form = useForm<AskResetForm>({ resolver: zodResolver(askResetForm), defaultValues: { email: '' } });

  if (begin.isSuccess) {
    return (
      <div role="status">
        <MailCheck className="mb-4 size-8 text-accent" aria-hidden />
        <OutsideHeader title={t('mail.title')}>{t('reset.sent')}</OutsideHeader>
        <Link href="/sign-in" className={buttonLook({ look: 'plain' })}>
          {t('reset.back')}
        </Link>
      </div>
    );
  }

  const submit = form.handleSubmit(async (values) => {
    setProblem(null);
    try {
      await begin.mutateAsync(values);
    } catch (error) {
      setProblem(problemOf(error, form.setError));
    }
  });
  return (
    <>
      <OutsideHeader title={t('reset.heading')}>{t('reset.text')}</OutsideHeader>
      <OutsideForm onSubmit={submit}>
        {problem !== null && <FormProblem>{problem}</FormProblem>}
        <Field label={t('email')} error={words(form.formState.errors.email?.message)}>
          {(control) => (
            <Input
              {...control}
              {...form.register('email')}
              type="email"
              autoComplete="username"
              inputMode="email"
              autoFocus
              className="h-9"
            />
          )}
        </Field>
        <Button type="submit" look="primary" size="lg" busy={begin.isPending}>
          {t('reset.submit')}
        </Button>
      </OutsideForm>
      <p className="mt-6">
        <Link href="/sign-in" className="font-medium text-accent hover:underline">
          {t('reset.back')}
        </Link>
      </p>
    </>
  );
}

/** The link was followed: a new password. */
export function FinishReset({ token }: { token: string }) {
  const t = useTranslations('outside');
  const words = useFieldWords();
  const problemOf = useCallProblem();
  const trpc = useTRPC();
  const finish = useMutation(trpc.reset.finish.mutationOptions());
  const [problem, setProblem] = useState<string | null>(null);
  const form = useForm<FinishResetForm>({ resolver: zodResolver(finishResetForm), defaultValues: { password: '' } });

  if (finish.data?.done === true) {
    return (
      <div role="status">
        <KeyRound className="mb-4 size-8 text-accent" aria-hidden />
        <OutsideHeader title={t('reset.done')}>{t('reset.doneText')}</OutsideHeader>
        <Link href="/sign-in" className={buttonLook({ look: 'primary', size: 'lg' })}>
          {t('signIn.submit')}
        </Link>
      </div>
    );
  }
  if (finish.data?.done === false) {
    return (
      <div role="alert">
        <OutsideHeader title={t('reset.expired')}>{t('reset.expiredText')}</OutsideHeader>
        <a href="/reset" className={buttonLook({ look: 'primary', size: 'lg' })}>
          {t('reset.submit')}
        </a>
      </div>
    );
  }

  const submit = form.handleSubmit(async (values) => {
    setProblem(null);
    try {
      await finish.mutateAsync({ token, password: values.password });
    } catch (error) {
      setProblem(problemOf(error, form.setError));
    }
  });
  return (
    <>
      <OutsideHeader title={t('reset.newHeading')} />
      <OutsideForm onSubmit={submit}>
        {problem !== null && <FormProblem>{problem}</FormProblem>}
        <Field label={t('newPassword')} hint={t('passwordHint')} error={words(form.formState.errors.password?.message)}>
          {(control) => (
            <PasswordInput {...control} {...form.register('password')} autoComplete="new-password" autoFocus />
          )}
        </Field>
        <Button type="submit" look="primary" size="lg" busy={finish.isPending}>
          {t('reset.save')}
        </Button>
      </OutsideForm>
    </>
  );
}
