'use client';

import { zodResolver } from '@hookform/resolvers/zod';
import { useMutation } from '@tanstack/react-query';
import Link from 'next/link';
import { useLocale, useTranslations } from 'next-intl';
import { useState } from 'react';
import { useForm } from 'react-hook-form';

import { useTRPC } from '../../rpc/client.tsx';
import { Button } from '../../ui/button.tsx';
import { Field } from '../../ui/field.tsx';
import { useFieldWords } from '../../ui/field-words.ts';
import { Input } from '../../ui/input.tsx';
import { signUpForm, type SignUpForm } from './account-schemas.ts';
import { useCallProblem } from './call-problem.ts';
import { FormProblem } from './form-problem.tsx';
import { LookIntoMail } from './look-into-mail.tsx';
import { OutsideForm } from './outside-form.tsx';
import { OutsideHeader } from './outside.tsx';
import { PasswordInput } from './password-input.tsx';

export function SignUp() {
  const t = useTranslations('outside');
  const words = useFieldWords();
  const problemOf = useCallProblem();
  const language = useLocale();
  const trpc = useTRPC();
  const begin = useMutation(trpc.signUp.begin.mutationOptions());
  const [problem, setProblem] = useState<string | null>(null);
  const [sentTo, setSentTo] = useState<string | null>(null);
  const form = useForm<SignUpForm>({
    resolver: zodResolver(signUpForm),
    defaultValues: { company: '', name: '', email: '', password: '' },
  });
  const { errors } = form.formState;

  if (sentTo !== null) return <LookIntoMail email={sentTo} onBack={() => setSentTo(null)} />;

  const submit = form.handleSubmit(async (values) => {
    setProblem(null);
    try {
      await begin.mutateAsync({ ...values, language, timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone });
      setSentTo(values.email);
    } catch (error) {
      setProblem(problemOf(error, form.setError));
    }
  });

  return (
    <>
      <OutsideHeader title={t('signUp.heading')}>{t('signUp.text')}</OutsideHeader>
      <OutsideForm onSubmit={submit}>
        {problem !== null && <FormProblem>{problem}</FormProblem>}
        <Field label={t('company')} error={words(errors.company?.message)}>
          {(control) => (
            <Input {...control} {...form.register('company')} autoComplete="organization" autoFocus className="h-9" />
          )}
        </Field>
        <Field label={t('name')} error={words(errors.name?.message)}>
          {(control) => <Input {...control} {...form.register('name')} autoComplete="given-name" className="h-9" />}
        </Field>
        <Field label={t('email')} error={words(errors.email?.message)}>
          {(control) => (
            <Input
              {...control}
              {...form.register('email')}
              type="email"
              autoComplete="email"
              inputMode="email"
              className="h-9"
            />
          )}
        </Field>
        <Field label={t('password')} hint={t('passwordHint')} error={words(errors.password?.message)}>
          {(control) => <PasswordInput {...control} {...form.register('password')} autoComplete="new-password" />}
        </Field>
        <Button type="submit" look="primary" size="lg" busy={begin.isPending} className="mt-1">
          {t('signUp.submit')}
        </Button>
      </OutsideForm>
      <p className="mt-6 text-ink-soft">
        {t('signUp.have')}{' '}
        <Link href="/sign-in" className="font-medium text-accent hover:underline">
          {t('signIn.link')}
        </Link>
      </p>
    </>
  );
}
