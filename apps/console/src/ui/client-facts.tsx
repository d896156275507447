'use client';

import { BadgeCheck, Building2, CircleDashed, ExternalLink, Handshake, Mail, Phone, UserRound } from 'lucide-react';
import Link from 'next/link';
import { useTranslations } from 'next-intl';

import { recordTitle, type Confidence } from '@switchboard/domain/crm';

import type { ClientRecord, ClientView } from '../rpc/shapes.ts';
import { Badge, type Tone } from './badge.tsx';
import { cn } from './cn.ts';

/** How sure something known of a client is: in a word, and a shape for those who do not see colours. */
export function ConfidenceMark({ confidence }: { confidence: Confidence }) {
  const t = useTranslations('dialog.card.known');
  const Icon = confidence === 'verified' ? BadgeCheck : CircleDashed;
  return (
    <span
      title={t(`confidenceText.${confidence}`)}
      className={cn(
        'inline-flex shrink-0 items-center gap-1 text-xs',
        confidence === 'verified' ? 'text-answered' : 'text-ink-faint',
      )}
    >
      <Icon className="size-3.5" aria-hidden />
      {t(`confidence.${confidence}`)}
    </span>
  );
}

/** A phone that can be called, or an address that can be written to. */
export function AddressLink({ address }: { address: Pick<ClientView['addresses'][number], 'kind' | 'value'> }) {
  const Icon = address.kind === 'phone' ? Phone : Mail;
  return (
    <a
      href={`${address.kind === 'phone' ? 'tel' : 'mailto'}:${address.value}`}
      className="inline-flex max-w-full min-w-0 items-center gap-1.5 rounded-sm hover:underline"
    >
      <Icon className="size-3.5 shrink-0 text-ink-faint" aria-hidden />
      <span className="min-w-0 break-all tabular-nums">{address.value}</span>
    </a>
  );
}

const placeOfKind = { lead: '/leads', deal: '/deals', contact: '/contacts' } as const;
const signs = { lead: Handshake, deal: Building2, contact: UserRound } as const;
const tones: Record<ClientRecord['state'], Tone> = { open: 'plain', won: 'answered', lost: 'muted' };

/** A record of the CRM in two lines: what it is, where it stands, and how sure it is that it is the client's. */
export function RecordLine({ record }: { record: ClientRecord }) {
  const t = useTranslations('dialog.card.known');
  const title = recordTitle(record) || t(`unnamed.${record.kind}`);
  const Icon = signs[record.kind];
  const likeness = record.confidence === 'asserted';
  const name = <span className="min-w-0 break-words">{title}</span>;
  return (
    <div className="flex min-w-0 flex-1 items-start gap-2">
      <Icon className="mt-0.5 size-4 shrink-0 text-ink-faint" aria-hidden />
      <div className="min-w-0 flex-1">
        <p className="flex min-w-0 flex-wrap items-baseline gap-x-2">
          {record.opens ? (
            <Link
              href={`${placeOfKind[record.kind]}/${record.recordId}`}
              className="min-w-0 rounded-sm font-medium underline-offset-2 hover:underline"
            >
              {name}
            </Link>
          ) : (
            <span className="min-w-0 font-medium">{name}</span>
          )}
          {record.address !== null && (
            <a
              href={record.address}
              target="_blank"
              rel="noopener noreferrer"
              aria-label={`${title}: ${t('elsewhere')}`}
              title={t('elsewhere')}
              className="self-center rounded-sm text-accent"
            >
              <ExternalLink className="size-3.5" aria-hidden />
            </a>
          )}
        </p>
        <p className="mt-0.5 flex flex-wrap items-center gap-x-2 gap-y-1 text-sm text-ink-faint">
          <span>{t(`kind.${record.kind}`)}</span>
          {record.kind !== 'contact' && (
            <Badge tone={tones[record.state]}>
              <span className="truncate">{record.stage ?? t(`state.${record.state}`)}</span>
            </Badge>
          )}
          <span className={cn('inline-flex items-center gap-1', likeness && 'text-waiting')}>
            {likeness && <CircleDashed className="size-3.5" aria-hidden />}
            {t(`link.${record.confidence}`)}
          </span>
        </p>
      </div>
    </div>
  );
}
