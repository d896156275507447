'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { CircleAlert } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useState } from 'react';

import { useTRPC } from '../../rpc/client.tsx';
import { codeOf } from '../../rpc/failure.ts';
import type { ChannelRow, TelegramConnected } from '../../rpc/shapes.ts';
import { Button } from '../../ui/button.tsx';
import { Field } from '../../ui/field.tsx';
import { useFieldWords } from '../../ui/field-words.ts';
import { Input } from '../../ui/input.tsx';

type Refused = Extract<TelegramConnected, { connected: false }>;
type Props = { line: () => Promise<string | null>; onConnected: (channel: ChannelRow) => void };

/** A bot is connected by its token; what Telegram answers is told in words that say what to do. */
export function ConnectTelegram({ line, onConnected }: Props) {
  const t = useTranslations('channels');
  const words = useFieldWords();
  const trpc = useTRPC();
  const cache = useQueryClient();
  const connect = useMutation(trpc.channels.connectTelegram.mutationOptions());
  const [token, setToken] = useState('');
  const [empty, setEmpty] = useState(false);
  const [refused, setRefused] = useState<Refused | null>(null);
  const [problem, setProblem] = useState<string | null>(null);

  const submit = async () => {
    const clean = token.trim();
    setEmpty(clean === '');
    setRefused(null);
    setProblem(null);
    if (clean === '') return;
    const lineId = await line();
    if (lineId === null) return;
    try {
      const answer = await connect.mutateAsync({ lineId, token: clean });
      if (!answer.connected) {
        setRefused(answer);
        return;
      }
      setToken('');
      void cache.invalidateQueries({ queryKey: trpc.channels.pathKey() });
      void cache.invalidateQueries({ queryKey: trpc.lines.pathKey() });
      onConnected(answer.channel);
    } catch (error) {
      setProblem(codeOf(error) === 'FORBIDDEN' ? t('forbidden') : t('failed'));
    }
  };

  return (
    <form
      noValidate
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <ol className="list-decimal space-y-1 pl-5 text-ink-soft">
        <li>
          {t.rich('telegram.step1', { link: (chunks) => <Outside href="https://t.me/BotFather">{chunks}</Outside> })}
        </li>
        <li>{t('telegram.step2')}</li>
        <li>{t('telegram.step3')}</li>
      </ol>
      <Field
        label={t('telegram.token')}
        hint={t('telegram.tokenHint')}
        error={empty ? words('telegram.token.empty') : (problem ?? undefined)}
      >
        {(control) => (
          <Input
            {...control}
            value={token}
            onChange={(event) => setToken(event.target.value)}
            autoComplete="off"
            spellCheck={false}
            placeholder="123456789:AA…"
            className="font-mono"
          />
        )}
      </Field>
      {refused !== null && (
        <div role="alert" className="flex items-start gap-2 rounded-md bg-overdue-soft px-3 py-2 text-overdue">
          <CircleAlert className="mt-0.5 size-4 shrink-0" aria-hidden />
          <div className="min-w-0">
            <p className="font-medium">{t(`telegram.because.${refused.because}`)}</p>
            <p className="text-sm">{t(`telegram.do.${refused.because}`)}</p>
            {refused.detail !== null && <p className="mt-1 font-mono text-xs break-words">{refused.detail}</p>}
          </div>
        </div>
      )}
      <div className="flex justify-end">
        <Button type="submit" look="primary" busy={connect.isPending}>
          {t('telegram.submit')}
        </Button>
      </div>
    </form>
  );
}

function Outside({ href, children }: { href: string; children: React.ReactNode }) {
  return (
    <a href={href} target="_blank" rel="noopener noreferrer" className="text-accent underline underline-offset-2">
      {children}
    </a>
  );
}
