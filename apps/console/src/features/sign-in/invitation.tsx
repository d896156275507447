'use client';

import { zodResolver } from '@hookform/resolvers/zod';
import { useMutation } from '@tanstack/react-query';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { useForm } from 'react-hook-form';

import { useTRPC } from '../../rpc/client.tsx';
import { Button, buttonLook } from '../../ui/button.tsx';
import { Field } from '../../ui/field.tsx';
import { useFieldWords } from '../../ui/field-words.ts';
import { Input } from '../../ui/input.tsx';
import { invitationForm, type InvitationForm } from './account-schemas.ts';
import { useCallProblem } from './call-problem.ts';
import { FormProblem } from './form-problem.tsx';
import { OutsideForm } from './outside-form.tsx';
import { OutsideHeader } from './outside.tsx';
import { PasswordInput } from './password-input.tsx';

type Props = { token: string; invitation: { company: string; email: string; inviter: string } };

export function Invitation({ token, invitation }: Props) {
  const t = useTranslations('outside');
  const words = useFieldWords();
  const problemOf = useCallProblem();
  const trpc = useTRPC();
  const accept = useMutation(trpc.invitations.accept.mutationOptions());
  const [problem, setProblem] = useState<string | null>(null);
  const [leaving, setLeaving] = useState(false);
  const form = useForm<InvitationForm>({
    resolver: zodResolver(invitationForm),
    defaultValues: { name: '', surname: '', password: '' },
  });
  const { errors } = form.formState;

  if (accept.data?.accepted === false && accept.data.because === 'expired') return <ExpiredInvitation />;

  const submit = form.handleSubmit(async (values) => {
    setProblem(null);
    try {
      const answer = await accept.mutateAsync({ token, ...values });
      if (answer.accepted) {
        setLeaving(true);
        window.location.assign('/inbox');
      } else if (answer.because === 'has-account') {
        setProblem(t('invitation.hasAccount'));
      }
    } catch (error) {
      setProblem(problemOf(error, form.setError));
    }
  });
  return (
    <>
      <OutsideHeader title={t('invitation.heading', { company: invitation.company })}>
        {t('invitation.text', { inviter: invitation.inviter })}
      </OutsideHeader>
      <OutsideForm onSubmit={submit}>
        {problem !== null && <FormProblem>{problem}</FormProblem>}
        <Field label={t('email')}>
          {(control) => (
            <Input
              {...control}
              value={invitation.email}
              readOnly
              autoComplete="username"
              className="h-9 bg-sunken text-ink-soft"
            />
          )}
        </Field>
        <div className="grid gap-4 sm:grid-cols-2">
          <Field label={t('name')} error={words(errors.name?.message)}>
            {(control) => (
              <Input {...control} {...form.register('name')} autoComplete="given-name" autoFocus className="h-9" />
            )}
          </Field>
          <Field label={t('surname')} error={words(errors.surname?.message)}>
            {(control) => (
              <Input {...control} {...form.register('surname')} autoComplete="family-name" className="h-9" />
            )}
          </Field>
        </div>
        <Field label={t('password')} hint={t('passwordHint')} error={words(errors.password?.message)}>
          {(control) => <PasswordInput {...control} {...form.register('password')} autoComplete="new-password" />}
        </Field>
        <Button type="submit" look="primary" size="lg" busy={accept.isPending || leaving} className="mt-1">
          {t('invitation.submit')}
        </Button>
      </OutsideForm>
    </>
  );
}

export function ExpiredInvitation() {
  const t = useTranslations('outside');
  return (
    <div role="alert">
      <OutsideHeader title={t('invitation.expired')}>{t('invitation.expiredText')}</OutsideHeader>
      <Link href="/sign-in" className={buttonLook({ look: 'plain' })}>
        {t('signIn.submit')}
      </Link>
    </div>
  );
}
