'use client';

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { CircleAlert, CircleCheck, PenLine, ShieldCheck } from 'lucide-react';
import { useTranslations } from 'next-intl';

import { useTRPC } from '../../rpc/client.tsx';
import type { LedgerReport } from '../../rpc/shapes.ts';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { Moment } from '../../ui/time.tsx';
import { say } from '../../ui/toast.tsx';

/** How far the ledger has come and how far it is signed; checked when somebody asks. */
export function LedgerCard() {
  const t = useTranslations('consents.ledger');
  const trpc = useTRPC();
  const cache = useQueryClient();
  const { data: state } = useQuery(trpc.consents.state.queryOptions({}));
  const check = useQuery(trpc.consents.check.queryOptions({}, { enabled: false, staleTime: Infinity, retry: false }));
  const sign = useMutation(
    trpc.consents.sign.mutationOptions({
      onSuccess: ({ signed, keyLost }) => {
        if (keyLost) say('refused', t('keyLost'));
        else say('done', signed === null ? t('signedAlready') : t('signedNow', { number: signed.number }));
      },
      onError: () => say('refused', t('checkFailed')),
      onSettled: () => {
        void cache.invalidateQueries({ queryKey: trpc.consents.state.pathKey() });
        void cache.invalidateQueries({ queryKey: trpc.consents.get.pathKey() });
      },
    }),
  );
  const run = async () => {
    const { isError } = await check.refetch();
    if (isError) say('refused', t('checkFailed'));
  };
  return (
    <Card
      className="mb-5"
      title={t('title')}
      description={
        state === undefined ? (
          <Skeleton className="mt-1 h-4 w-64 max-w-full" />
        ) : (
          <>
            {t('rows', { count: state.rows })}{' '}
            {state.rows > 0 &&
              (state.signed === null ? (
                t('unsigned')
              ) : (
                <>
                  {t('signed', { number: state.signed.number })} <Moment at={state.signed.at} />.
                </>
              ))}
          </>
        )
      }
      aside={
        <span className="flex flex-wrap gap-2">
          <Button
            busy={sign.isPending}
            disabled={state === undefined || state.rows === (state.signed?.number ?? 0)}
            onClick={() => sign.mutate({})}
          >
            <PenLine aria-hidden /> {t('sign')}
          </Button>
          <Button look="primary" busy={check.isFetching} onClick={() => void run()}>
            <ShieldCheck aria-hidden /> {t('check')}
          </Button>
        </span>
      }
    >
      <div aria-live="polite">{check.data !== undefined && !check.isFetching && <Report report={check.data} />}</div>
      <p className="text-sm text-ink-faint">{t('about')}</p>
    </Card>
  );
}

function Report({ report }: { report: LedgerReport }) {
  const t = useTranslations('consents.ledger');
  const languages = useTranslations('consents.language');
  const { holds, rows, tampering, signed, evidence, texts } = report;
  const named = (language: string) => (languages.has(language as 'en') ? languages(language as 'en') : language);
  const wrong: string[] = [];
  if (tampering !== null)
    wrong.push(
      tampering.kind === 'recomputed'
        ? t('recomputed', { number: tampering.number, until: tampering.until })
        : t(tampering.kind, { number: tampering.number }),
    );
  if (signed.forged > 0) wrong.push(t('forged', { count: signed.forged }));
  if (signed.missing !== null) wrong.push(t('headsMissing', { number: signed.missing }));
  if (evidence.changed !== null) wrong.push(t('evidenceChanged', { number: evidence.changed }));
  if (texts.changed !== null) {
    const { version, language } = texts.changed;
    wrong.push(t('textChanged', { version, language: named(language) }));
  }
  if (texts.missing !== null) {
    const { version, language } = texts.missing;
    wrong.push(t('textMissing', { version, language: named(language) }));
  }
  if (!holds) wrong.push(t('goodUpTo', { number: rows }));
  const noted = [
    signed.late && t('late'),
    signed.keyLost && t('keyLost'),
    signed.unreadable > 0 && t('unreadable', { count: signed.unreadable }),
  ].filter((words) => words !== false);
  return (
    <div className="mb-3 flex items-start gap-2.5 rounded-lg border border-edge bg-ground p-3">
      {holds ? (
        <CircleCheck className="mt-0.5 size-5 shrink-0 text-answered" aria-hidden />
      ) : (
        <CircleAlert className="mt-0.5 size-5 shrink-0 text-overdue" aria-hidden />
      )}
      <div className="min-w-0">
        <p className="font-medium">{t(holds ? 'holds' : 'broken')}</p>
        {wrong.map((words) => (
          <p key={words} className="text-overdue">
            {words}
          </p>
        ))}
        {noted.map((words) => (
          <p key={words} className="text-ink-soft">
            {words}
          </p>
        ))}
        <p className="mt-0.5 text-sm text-ink-soft">
          {t('checked', { rows, heads: signed.heads, erased: evidence.erased })}
        </p>
      </div>
    </div>
  );
}
