'use client';

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useFormatter, useTranslations } from 'next-intl';
import { useState } from 'react';

import { useTRPC } from '../../rpc/client.tsx';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { Failed } from '../../ui/failed.tsx';
import { Modal } from '../../ui/modal.tsx';
import { BackupCodes, PasswordStep, SecondFactorSetup } from '../../ui/second-factor.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { say } from '../../ui/toast.tsx';

/** One's own second factor: set up, given new backup codes, switched off. */
export function SecondFactorCard() {
  const t = useTranslations('security');
  const format = useFormatter();
  const trpc = useTRPC();
  const cache = useQueryClient();
  const query = useQuery(trpc.secondFactor.mine.queryOptions({}));
  const [doing, setDoing] = useState<'set' | 'codes' | 'off' | null>(null);
  const [codes, setCodes] = useState<string[] | null>(null);
  // Asked again by itself, a code or a password would count as one more try.
  const once = { retry: false } as const;
  const begin = useMutation(trpc.secondFactor.begin.mutationOptions(once));
  const confirm = useMutation(trpc.secondFactor.confirm.mutationOptions(once));
  const newCodes = useMutation(trpc.secondFactor.newCodes.mutationOptions(once));
  const switchOff = useMutation(trpc.secondFactor.switchOff.mutationOptions(once));
  const end = () => {
    setDoing(null);
    setCodes(null);
    void cache.invalidateQueries({ queryKey: trpc.secondFactor.pathKey() });
  };
  const mine = query.data;
  return (
    <Card
      title={t('own.title')}
      description={t('own.text')}
      aside={
        mine != null && <Badge tone={mine.on ? 'answered' : 'muted'}>{t(mine.on ? 'members.on' : 'members.off')}</Badge>
      }
    >
      {mine === undefined ? (
        query.isError ? (
          <Failed onRetry={() => void query.refetch()} />
        ) : (
          <Skeleton className="h-16" />
        )
      ) : mine === null ? null : (
        <div className="flex flex-wrap items-center justify-between gap-3">
          <p className="min-w-0 flex-1 basis-60 text-ink-soft">
            {mine.on ? t('own.on') : t('own.off')}{' '}
            {mine.due !== null &&
              (mine.on
                ? t('own.required')
                : t('own.due', { when: format.dateTime(mine.due, { dateStyle: 'long', timeStyle: 'short' }) }))}
          </p>
          <span className="flex flex-wrap gap-2">
            {mine.on ? (
              <>
                <Button onClick={() => setDoing('codes')}>{t('own.newCodes')}</Button>
                {mine.due === null && (
                  <Button look="quiet" onClick={() => setDoing('off')}>
                    {t('own.switchOff')}
                  </Button>
                )}
              </>
            ) : (
              <Button look="primary" onClick={() => setDoing('set')}>
                {t('own.set')}
              </Button>
            )}
          </span>
        </div>
      )}
      <Modal open={doing === 'set'} onOpenChange={(open) => !open && end()} title={t('setup.title')}>
        <SecondFactorSetup
          begin={async (password) => {
            const answer = await begin.mutateAsync({ password });
            return answer.begun ? answer : answer.because;
          }}
          confirm={async (code) => {
            const answer = await confirm.mutateAsync({ code });
            return answer.confirmed ? null : answer.because;
          }}
          onDone={() => {
            end();
            say('done', t('own.done'));
          }}
        />
      </Modal>
      <Modal
        open={doing === 'codes'}
        onOpenChange={(open) => !open && end()}
        title={codes === null ? t('own.newCodes') : t('codes.title')}
      >
        {codes === null ? (
          <PasswordStep
            text={t('ask.newCodesText')}
            action={t('ask.next')}
            run={async (password) => {
              const answer = await newCodes.mutateAsync({ password });
              if (!answer.made) return answer.because;
              setCodes(answer.backupCodes);
              return null;
            }}
          />
        ) : (
          <BackupCodes codes={codes} onDone={end} />
        )}
      </Modal>
      <Modal open={doing === 'off'} onOpenChange={(open) => !open && end()} title={t('own.switchOff')}>
        <PasswordStep
          text={t('ask.switchOffText')}
          action={t('own.switchOff')}
          run={async (password) => {
            const answer = await switchOff.mutateAsync({ password });
            if (!answer.off) return answer.because;
            end();
            say('done', t('own.switchedOff'));
            return null;
          }}
        />
      </Modal>
    </Card>
  );
}
