'use client';

import { zodResolver } from '@hookform/resolvers/zod';
import { useMutation } from '@tanstack/react-query';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { useForm } from 'react-hook-form';

import { useTRPC } from '../../rpc/client.tsx';
import { Button } from '../../ui/button.tsx';
import { Field } from '../../ui/field.tsx';
import { useFieldWords } from '../../ui/field-words.ts';
import { Input } from '../../ui/input.tsx';
import { signInForm, type SignInForm } from './account-schemas.ts';
import { useCallProblem } from './call-problem.ts';
import { FormProblem } from './form-problem.tsx';
import { LookIntoMail } from './look-into-mail.tsx';
import { OutsideForm } from './outside-form.tsx';
import { OutsideHeader } from './outside.tsx';
import { PasswordInput } from './password-input.tsx';

export function SignIn({ next }: { next: string }) {
  const t = useTranslations('outside');
  const words = useFieldWords();
  const problemOf = useCallProblem();
  const trpc = useTRPC();
  const signIn = useMutation(trpc.signIn.withPassword.mutationOptions());
  const resend = useMutation(trpc.signUp.resend.mutationOptions());
  const [problem, setProblem] = useState<string | null>(null);
  const [leaving, setLeaving] = useState(false);
  const [sentTo, setSentTo] = useState<string | null>(null);
  const form = useForm<SignInForm>({ resolver: zodResolver(signInForm), defaultValues: { email: '', password: '' } });
  const { errors } = form.formState;

  if (sentTo !== null) return <LookIntoMail email={sentTo} onBack={() => setSentTo(null)} />;

  const submit = form.handleSubmit(async (values) => {
    setProblem(null);
    try {
      const answer = await signIn.mutateAsync(values);
      if (answer.signedIn) {
        setLeaving(true);
        window.location.assign(next);
      } else if (answer.because === 'unconfirmed') {
        await resend.mutateAsync({ email: values.email });
        setSentTo(values.email);
      } else {
        setProblem(t(`signIn.${answer.because}`));
      }
    } catch (error) {
      setProblem(problemOf(error, form.setError));
    }
  });

  return (
    <>
      <OutsideHeader title={t('signIn.heading')} />
      <OutsideForm onSubmit={submit}>
        {problem !== null && <FormProblem>{problem}</FormProblem>}
        <Field label={t('email')} error={words(errors.email?.message)}>
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
        <Field
          label={t('password')}
          error={words(errors.password?.message)}
          aside={
            <Link href="/reset" className="text-sm text-accent hover:underline">
              {t('signIn.forgotten')}
            </Link>
          }
        >
          {(control) => <PasswordInput {...control} {...form.register('password')} autoComplete="current-password" />}
        </Field>
        <Button
          type="submit"
          look="primary"
          size="lg"
          busy={signIn.isPending || resend.isPending || leaving}
          className="mt-1"
        >
          {t('signIn.submit')}
        </Button>
      </OutsideForm>
      <p className="mt-6 text-ink-soft">
        {t('signIn.new')}{' '}
        <Link href="/sign-up" className="font-medium text-accent hover:underline">
          {t('signUp.link')}
        </Link>
      </p>
    </>
  );
}
