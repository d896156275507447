'use client';

import { zodResolver } from '@hookform/resolvers/zod';
import { useMutation } from '@tanstack/react-query';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { useForm } from 'react-hook-form';

import { useTRPC, useTRPCClient } from '../../rpc/client.tsx';
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
import { RequiredFactor } from './required-factor.tsx';
import { SecondStep } from './second-step.tsx';

export function SignIn({ next }: { next: string }) {
  const t = useTranslations('outside');
  const words = useFieldWords();
  const problemOf = useCallProblem();
  const trpc = useTRPC();
  const signIn = useMutation(trpc.signIn.withPassword.mutationOptions());
  const resend = useMutation(trpc.signUp.resend.mutationOptions());
  const client = useTRPCClient();
  const [step, setStep] = useState<'password' | 'second-step' | { due: number; must: boolean }>('password');
  const [problem, setProblem] = useState<string | null>(null);
  const [leaving, setLeaving] = useState(false);
  const [sentTo, setSentTo] = useState<string | null>(null);
  const form = useForm<SignInForm>({ resolver: zodResolver(signInForm), defaultValues: { email: '', password: '' } });
  const { errors } = form.formState;

  if (sentTo !== null) return <LookIntoMail email={sentTo} onBack={() => setSentTo(null)} />;

  /** Signed in: on to where he wanted, or first to the second factor that his company asks of him. */
  const enter = async () => {
    setLeaving(true);
    const factor = await client.secondFactor.mine.query({}).catch(() => null);
    if (factor !== null && !factor.on && factor.due !== null) setStep({ due: factor.due, must: factor.must });
    else window.location.assign(next);
  };

  if (step === 'second-step') return <SecondStep onSignedIn={() => void enter()} onAgain={() => setStep('password')} />;
  if (step !== 'password') return <RequiredFactor {...step} next={next} />;

  const submit = form.handleSubmit(async (values) => {
    setProblem(null);
    try {
      const answer = await signIn.mutateAsync(values);
      if (answer.signedIn) {
        await enter();
      } else if (answer.because === 'second-factor') {
        setStep('second-step');
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
