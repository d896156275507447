'use client';

import { Download } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useState } from 'react';

import { Button } from './button.tsx';
import { CopyField } from './copy-field.tsx';
import { Field } from './field.tsx';
import { Input } from './input.tsx';
import { Qr } from './qr.tsx';

type Problem = 'wrong' | 'too-many' | 'already' | 'signed-out' | 'required';

/** Asks for one's password before something that only its owner may do. */
export function PasswordStep({
  text,
  action,
  run,
}: {
  text: string;
  action: string;
  /** Answers what was wrong, or null. */
  run: (password: string) => Promise<Problem | null>;
}) {
  const t = useTranslations('security');
  const [password, setPassword] = useState('');
  const [problem, setProblem] = useState<string | undefined>();
  const [busy, setBusy] = useState(false);
  return (
    <form
      method="post"
      noValidate
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        setBusy(true);
        setProblem(undefined);
        void run(password)
          .then((wrong) => wrong !== null && setProblem(t(`problem.${wrong === 'wrong' ? 'password' : wrong}`)))
          .catch(() => setProblem(t('problem.failed')))
          .finally(() => setBusy(false));
      }}
    >
      <p className="text-ink-soft">{text}</p>
      <Field label={t('ask.password')} error={problem}>
        {(control) => (
          <Input
            {...control}
            type="password"
            autoComplete="current-password"
            autoFocus
            value={password}
            onChange={({ target }) => setPassword(target.value)}
          />
        )}
      </Field>
      <Button type="submit" look="primary" busy={busy} disabled={password === ''} className="self-end">
        {action}
      </Button>
    </form>
  );
}

/** Ten codes, shown once: to copy, to download, to keep. */
export function BackupCodes({ codes, onDone }: { codes: string[]; onDone: () => void }) {
  const t = useTranslations('security.codes');
  const text = codes.join('\n');
  return (
    <div className="flex flex-col gap-4">
      <p className="text-ink-soft">{t('text')}</p>
      <CopyField label={t('label')} text={text} lines />
      <div className="flex flex-wrap justify-end gap-2">
        <Button
          onClick={() => {
            const link = document.createElement('a');
            link.href = `data:text/plain;charset=utf-8,${encodeURIComponent(`${text}\n`)}`;
            link.download = 'switchboard-backup-codes.txt';
            link.click();
          }}
        >
          <Download aria-hidden /> {t('download')}
        </Button>
        <Button look="primary" onClick={onDone}>
          {t('done')}
        </Button>
      </div>
    </div>
  );
}

type Begun = { uri: string; backupCodes: string[] };
type Props = {
  begin: (password: string) => Promise<Begun | Problem>;
  confirm: (code: string) => Promise<Problem | null>;
  onDone: () => void;
};

/** The way to a second factor: the password, the app with a first code, the backup codes. */
export function SecondFactorSetup({ begin, confirm, onDone }: Props) {
  const t = useTranslations('security');
  const [begun, setBegun] = useState<Begun | null>(null);
  const [confirmed, setConfirmed] = useState(false);
  const [code, setCode] = useState('');
  const [problem, setProblem] = useState<string | undefined>();
  const [busy, setBusy] = useState(false);
  if (begun === null)
    return (
      <PasswordStep
        text={t('ask.passwordText')}
        action={t('ask.next')}
        run={async (password) => {
          const answer = await begin(password);
          if (typeof answer === 'string') return answer;
          setBegun(answer);
          return null;
        }}
      />
    );
  if (confirmed) return <BackupCodes codes={begun.backupCodes} onDone={onDone} />;
  const secret = new URL(begun.uri).searchParams.get('secret') ?? '';
  return (
    <form
      method="post"
      noValidate
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        setBusy(true);
        setProblem(undefined);
        void confirm(code.replace(/\s/g, ''))
          .then((wrong) => (wrong === null ? setConfirmed(true) : setProblem(t(`problem.${wrong}`))))
          .catch(() => setProblem(t('problem.failed')))
          .finally(() => setBusy(false));
      }}
    >
      <p className="text-ink-soft">{t('setup.scan')}</p>
      <Qr text={begun.uri} label={t('setup.qr')} className="mx-auto size-44" />
      <CopyField label={t('setup.secret')} text={secret.replace(/(.{4})(?=.)/g, '$1 ')} lines />
      <Field label={t('setup.code')} error={problem}>
        {(control) => (
          <Input
            {...control}
            inputMode="numeric"
            autoComplete="one-time-code"
            autoFocus
            maxLength={10}
            value={code}
            onChange={({ target }) => setCode(target.value)}
          />
        )}
      </Field>
      <Button type="submit" look="primary" busy={busy} disabled={code.trim() === ''} className="self-end">
        {t('setup.confirm')}
      </Button>
    </form>
  );
}
