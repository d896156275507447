'use client';

import { useMutation } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useState } from 'react';

import { useTRPC } from '../../rpc/client.tsx';
import { Button } from '../../ui/button.tsx';
import { Field } from '../../ui/field.tsx';
import { Input } from '../../ui/input.tsx';
import { FormProblem } from './form-problem.tsx';
import { OutsideForm } from './outside-form.tsx';
import { OutsideHeader } from './outside.tsx';

/** The second step of signing in: a code of the app, or a backup code. */
export function SecondStep({ onSignedIn, onAgain }: { onSignedIn: () => void; onAgain: () => void }) {
  const t = useTranslations('security');
  const [kind, setKind] = useState<'app' | 'backup'>('app');
  const [code, setCode] = useState('');
  const [trust, setTrust] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  // Asked again by itself, a code would count as one more try.
  const step = useMutation(useTRPC().secondFactor.step.mutationOptions({ retry: false }));
  const submit = async () => {
    setProblem(null);
    try {
      const answer = await step.mutateAsync({ kind, code: code.replace(/\s/g, ''), trust });
      if (answer.signedIn) onSignedIn();
      else if (answer.because === 'wrong') setProblem(t(kind === 'app' ? 'problem.wrong' : 'step.wrongBackup'));
      else setProblem(t(answer.because === 'expired' ? 'step.expired' : 'problem.too-many'));
    } catch {
      setProblem(t('problem.failed'));
    }
  };
  return (
    <>
      <OutsideHeader title={t('step.title')}>{t(`step.${kind}`)}</OutsideHeader>
      <OutsideForm onSubmit={submit}>
        {problem !== null && <FormProblem>{problem}</FormProblem>}
        <Field key={kind} label={t(kind === 'app' ? 'step.code' : 'step.backupCode')}>
          {(control) => (
            <Input
              {...control}
              inputMode={kind === 'app' ? 'numeric' : 'text'}
              autoComplete="one-time-code"
              autoFocus
              maxLength={40}
              value={code}
              onChange={({ target }) => setCode(target.value)}
              className="h-9"
            />
          )}
        </Field>
        <label className="flex items-center gap-2.5">
          <input
            type="checkbox"
            className="size-4 accent-accent-fill"
            checked={trust}
            onChange={({ target }) => setTrust(target.checked)}
          />
          {t('step.trust')}
        </label>
        <Button type="submit" look="primary" size="lg" busy={step.isPending} disabled={code.trim() === ''}>
          {t('step.submit')}
        </Button>
      </OutsideForm>
      <p className="mt-6 flex flex-wrap gap-x-5 gap-y-2">
        <Button
          look="link"
          className="px-0"
          onClick={() => {
            setKind(kind === 'app' ? 'backup' : 'app');
            setCode('');
            setProblem(null);
          }}
        >
          {t(kind === 'app' ? 'step.useBackup' : 'step.useApp')}
        </Button>
        <Button look="link" className="px-0" onClick={onAgain}>
          {t('step.again')}
        </Button>
      </p>
    </>
  );
}
