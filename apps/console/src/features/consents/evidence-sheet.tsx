'use client';

import { useQuery } from '@tanstack/react-query';
import { ChevronRight, CircleAlert, CircleCheck, ExternalLink, FileX2, Printer, Undo2 } from 'lucide-react';
import Link from 'next/link';
import { useFormatter, useTranslations } from 'next-intl';
import { useState, type ReactNode } from 'react';

import { textBlocks } from '@switchboard/domain/agreement';

import { useTRPC } from '../../rpc/client.tsx';
import { useMe } from '../../rpc/me.ts';
import type { ConsentSheet } from '../../rpc/shapes.ts';
import { Button } from '../../ui/button.tsx';
import { Empty } from '../../ui/empty.tsx';
import { Failed } from '../../ui/failed.tsx';
import { Page, PageHeader } from '../../ui/page.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { Moment } from '../../ui/time.tsx';
import { Decision, useConsentWords } from './consent-words.tsx';
import { Withdraw } from './withdraw.tsx';

/** One row of the ledger with everything that proves it, to be read and printed. */
export function EvidenceSheet({ number }: { number: number }) {
  const t = useTranslations('consents.sheet');
  const query = useQuery(useTRPC().consents.get.queryOptions({ number }));
  return (
    <Page>
      <nav className="mb-1 flex items-center gap-1 text-sm text-ink-faint print:hidden">
        <Link href="/consents" className="rounded-sm hover:text-ink hover:underline">
          {t('back')}
        </Link>
        <ChevronRight className="size-3.5" aria-hidden />
      </nav>
      {query.data === undefined ? (
        query.isError ? (
          <Failed onRetry={() => void query.refetch()} />
        ) : (
          <SheetSkeleton />
        )
      ) : query.data === null ? (
        <Empty icon={FileX2} title={t('missing')}>
          {t('missingText')}
        </Empty>
      ) : (
        <Sheet sheet={query.data} />
      )}
    </Page>
  );
}

function Sheet({ sheet }: { sheet: ConsentSheet }) {
  const t = useTranslations('consents.sheet');
  const me = useMe();
  const format = useFormatter();
  const [withdrawing, setWithdrawing] = useState(false);
  const { client, subject, how } = useConsentWords()(sheet);
  const { evidence, text, chain, message, later, agreement } = sheet;
  return (
    <>
      <PageHeader
        title={t('title', { number: sheet.number })}
        description={
          <span className="flex flex-wrap items-center gap-x-2 gap-y-1">
            <Decision decision={sheet.decision} /> <span>{subject}</span>
            <span className="hidden print:inline">{me.company.name}</span>
          </span>
        }
        action={
          <span className="flex flex-wrap gap-2 print:hidden">
            {sheet.decision === 'accepted' && later === null && agreement !== null && (
              <Button look="quiet" onClick={() => setWithdrawing(true)}>
                <Undo2 aria-hidden /> {t('withdraw')}
              </Button>
            )}
            <Button onClick={() => window.print()}>
              <Printer aria-hidden /> {t('print')}
            </Button>
          </span>
        }
      />
      <div className="flex flex-col gap-6 rounded-xl border border-edge bg-panel p-4 sm:p-6 print:gap-4 print:border-0 print:bg-transparent print:p-0">
        {later !== null && (
          <p>
            <Link href={`/consents/${later.number}`} className="rounded-sm font-medium text-accent hover:underline">
              {t(`later.${later.decision}`)}
            </Link>
            {': '}
            {t('laterRow', { number: later.number })} <Moment at={later.at} />
          </p>
        )}
        <Part title={t('who')}>
          <Rows
            rows={[
              [t('client'), client],
              [t('clientId'), <Code key="id">{sheet.client.clientId}</Code>],
              ...(evidence === null
                ? []
                : ([
                    [t('nameThen'), evidence.name],
                    [t('identity'), evidence.identity],
                    [t('ip'), evidence.ip],
                    [t('userAgent'), evidence.userAgent],
                    [t('page'), evidence.page],
                    [t('reason'), evidence.reason],
                  ] satisfies Line[])),
            ]}
          />
          {evidence === null && <p className="text-ink-soft">{t('erased')}</p>}
          {evidence !== null && !evidence.fits && <Wrong>{t('evidenceChanged')}</Wrong>}
        </Part>
        <Part title={t('how')}>
          <Rows
            rows={[
              [t('way'), how],
              [t('when'), format.dateTime(sheet.at, { dateStyle: 'long', timeStyle: 'long' })],
              [t('where'), [sheet.channel?.name, sheet.line?.name].filter(Boolean).join(', ')],
              [t('messageId'), sheet.messageId === null ? null : <Code>{sheet.messageId}</Code>],
            ]}
          />
          {message !== null && (
            <figure className="mt-1">
              <figcaption className="text-sm text-ink-faint">
                {t('message')}, <Moment at={message.at} />
              </figcaption>
              <blockquote className="mt-1 border-l-2 border-edge-strong pl-3 break-words whitespace-pre-wrap">
                {message.text}
              </blockquote>
            </figure>
          )}
          {message === null && sheet.messageId !== null && <p className="text-ink-soft">{t('messageGone')}</p>}
        </Part>
        <Part title={t('chain')}>
          {chain.fits ? <Right>{t('fits')}</Right> : <Wrong>{t('broken')}</Wrong>}
          <Rows
            rows={[
              [t('row'), t('rowOf', { number: sheet.number, of: chain.of })],
              [
                t('signedBy'),
                chain.signed === null ? (
                  t('unsigned')
                ) : (
                  <>
                    {t('signed', { number: chain.signed.number })} <Moment at={chain.signed.at} />
                  </>
                ),
              ],
              [t('rowHash'), <Code key="hash">{chain.hash}</Code>],
              [t('previous'), <Code key="previous">{chain.previousHash}</Code>],
              [t('evidenceHash'), <Code key="evidence">{sheet.evidenceHash}</Code>],
              [t('salt'), evidence === null ? null : <Code>{evidence.salt}</Code>],
              [t('sealed'), <Code key="sealed">{chain.sealed}</Code>],
            ]}
          />
        </Part>
        <Part title={t('what')}>
          <Rows
            rows={[
              [t('agreement'), agreement === null ? null : subject],
              [t('hash'), sheet.textHash === null ? null : <Code>{sheet.textHash}</Code>],
              [
                t('public'),
                text === null ? null : (
                  <a
                    href={`/agreement/${text.address}?lang=${sheet.language ?? ''}`}
                    target="_blank"
                    rel="noreferrer"
                    className="inline-flex items-center gap-1 rounded-sm break-all text-accent hover:underline"
                  >
                    /agreement/{text.address} <ExternalLink className="size-3.5 shrink-0 print:hidden" aria-hidden />
                  </a>
                ),
              ],
            ]}
          />
          {text === null ? (
            <p className="text-ink-soft">{t(sheet.textHash === null ? 'noText' : 'textGone')}</p>
          ) : (
            <>
              {text.fits ? <Right>{t('textFits')}</Right> : <Wrong>{t('textChanged')}</Wrong>}
              <div
                lang={sheet.language ?? undefined}
                className="mt-1 rounded-lg border border-edge bg-ground p-4 break-words print:border-0 print:bg-transparent print:p-0"
              >
                <h3 className="mb-2 font-semibold">{text.title}</h3>
                <Words text={text.text} />
              </div>
            </>
          )}
        </Part>
      </div>
      {agreement !== null && (
        <Withdraw
          open={withdrawing}
          onOpenChange={setWithdrawing}
          clientId={sheet.client.clientId}
          agreementId={agreement.agreementId}
        />
      )}
    </>
  );
}

type Line = [label: string, value: ReactNode];

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="flex flex-col gap-2">
      <h2 className="font-semibold">{title}</h2>
      {children}
    </section>
  );
}

/** What is known, each under its name; what is not is left out. */
function Rows({ rows }: { rows: Line[] }) {
  return (
    <dl className="grid gap-x-4 gap-y-1 sm:grid-cols-[12rem_minmax(0,1fr)]">
      {rows
        .filter(([, value]) => value !== null && value !== '')
        .map(([label, value]) => (
          <div key={label} className="contents">
            <dt className="text-sm text-ink-faint sm:pt-px">{label}</dt>
            <dd className="mb-1 min-w-0 break-words sm:mb-0">{value}</dd>
          </div>
        ))}
    </dl>
  );
}

function Code({ children }: { children: string }) {
  return <code className="font-mono text-xs break-all">{children}</code>;
}

function Right({ children }: { children: ReactNode }) {
  return (
    <p className="flex items-start gap-2">
      <CircleCheck className="mt-0.5 size-4 shrink-0 text-answered" aria-hidden /> <span>{children}</span>
    </p>
  );
}

function Wrong({ children }: { children: ReactNode }) {
  return (
    <p className="flex items-start gap-2 text-overdue">
      <CircleAlert className="mt-0.5 size-4 shrink-0" aria-hidden /> <span>{children}</span>
    </p>
  );
}

function Words({ text }: { text: string }) {
  return textBlocks(text).map((block, index) =>
    block.kind === 'heading' ? (
      <h4 key={index} className="mt-3 mb-1 font-medium">
        {block.text}
      </h4>
    ) : block.kind === 'list' ? (
      <ul key={index} className="mb-2 list-disc pl-5">
        {block.items.map((item, place) => (
          <li key={place}>{item}</li>
        ))}
      </ul>
    ) : (
      <p key={index} className="mb-2 whitespace-pre-line">
        {block.lines.join('\n')}
      </p>
    ),
  );
}

export function SheetSkeleton() {
  return (
    <div aria-busy>
      <Skeleton className="mb-2 h-7 w-72 max-w-full" />
      <Skeleton className="mb-6 h-4 w-56" />
      <Skeleton className="h-[40rem] rounded-xl" />
    </div>
  );
}
