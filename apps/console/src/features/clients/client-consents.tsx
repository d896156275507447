'use client';

import { FileCheck2 } from 'lucide-react';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { useState, type ReactNode } from 'react';

import { may } from '@switchboard/domain/access';

import { useMe } from '../../rpc/me.ts';
import type { ClientView } from '../../rpc/shapes.ts';
import { Badge, type Tone } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { Empty } from '../../ui/empty.tsx';
import { Moment } from '../../ui/time.tsx';

const tones: Record<ClientView['consents'][number]['decision'], Tone> = {
  accepted: 'answered',
  declined: 'plain',
  withdrawn: 'plain',
  erased: 'muted',
};

type Props = {
  client: ClientView;
  withdraw: (given: {
    clientId: string;
    agreementId: string;
    open: boolean;
    onOpenChange: (open: boolean) => void;
  }) => ReactNode;
};

/** What he decided last on each agreement; whoever may, withdraws a consent for him. */
export function ClientConsents({ client, withdraw }: Props) {
  const t = useTranslations('clients.consents');
  const ledger = may(useMe(), 'agreements', {});
  const [withdrawing, setWithdrawing] = useState<string | null>(null);
  const { clientId, consents } = client;
  return (
    <div className="min-h-0 flex-1 overflow-y-auto bg-panel">
      {consents.length === 0 ? (
        <Empty icon={FileCheck2} title={t('empty')}>
          {t('emptyText')}
        </Empty>
      ) : (
        <ul className="divide-y divide-edge">
          {consents.map((consent) => (
            <li key={consent.agreementId} className="flex flex-wrap items-start gap-x-4 gap-y-2 px-4 py-3 sm:px-6">
              <div className="min-w-0 flex-1 basis-60">
                <p className="flex flex-wrap items-baseline gap-x-2 gap-y-1">
                  <Badge tone={tones[consent.decision]}>{t(`decision.${consent.decision}`)}</Badge>
                  <span className="font-medium break-words">{consent.name}</span>
                </p>
                <p className="mt-0.5 flex flex-wrap gap-x-2 text-sm text-ink-faint">
                  <span>{t('version', { version: consent.version })}</span>
                  {consent.newer && <span>({t('newer')})</span>}
                  <Moment at={consent.at} />
                  {ledger && (
                    <Link
                      href={`/consents/${consent.number}`}
                      className="rounded-sm text-accent underline-offset-2 hover:underline"
                    >
                      {t('row', { number: consent.number })}
                    </Link>
                  )}
                </p>
              </div>
              {ledger && consent.decision === 'accepted' && (
                <Button size="sm" onClick={() => setWithdrawing(consent.agreementId)}>
                  {t('withdraw')}
                </Button>
              )}
            </li>
          ))}
        </ul>
      )}
      {ledger && (
        <div className="px-4 py-3 sm:px-6">
          <Link
            href={`/consents?client=${clientId}`}
            className="rounded-sm text-sm text-accent underline-offset-2 hover:underline"
          >
            {t('all')}
          </Link>
        </div>
      )}
      {withdrawing !== null &&
        withdraw({
          clientId,
          agreementId: withdrawing,
          open: true,
          onOpenChange: (open) => {
            if (!open) setWithdrawing(null);
          },
        })}
    </div>
  );
}
