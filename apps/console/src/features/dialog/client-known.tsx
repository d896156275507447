'use client';

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { ChevronDown, Plus, ScanSearch } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useState } from 'react';

import { may } from '@switchboard/domain/access';
import { recordKinds, type RecordKind } from '@switchboard/domain/crm';

import { useRefusalWords } from '../../rpc/acting.ts';
import { useTRPC } from '../../rpc/client.tsx';
import { codeOf } from '../../rpc/failure.ts';
import { useMe } from '../../rpc/me.ts';
import type { DialogClient, DialogView } from '../../rpc/shapes.ts';
import { Badge, type Tone } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { AddressLink, ConfidenceMark, RecordLine } from '../../ui/client-facts.tsx';
import { useClientName } from '../../ui/client-name.ts';
import { Menu, MenuContent, MenuItem, MenuTrigger } from '../../ui/menu.tsx';
import { PlaceLink } from '../../ui/place-link.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { Moment } from '../../ui/time.tsx';
import { say } from '../../ui/toast.tsx';
import { Part } from './card-part.tsx';

const tones: Record<DialogClient['consents'][number]['decision'], Tone> = {
  accepted: 'answered',
  declined: 'plain',
  withdrawn: 'plain',
  erased: 'muted',
};

/** What is known of the client beyond this dialog: addresses, records, who may be the same, and what he agreed to. */
export function ClientKnown({ view }: { view: DialogView }) {
  const t = useTranslations('dialog.card.known');
  const trpc = useTRPC();
  const me = useMe();
  const name = useClientName();
  const { dialogId } = view.row;
  const query = useQuery(
    trpc.clients.ofDialog.queryOptions({ dialogId }, { retry: (count, error) => codeOf(error) === null && count < 3 }),
  );
  const known = query.data;
  if (known === undefined) {
    // Whose right does not reach this client sees what the dialog itself tells.
    if (codeOf(query.error) === 'FORBIDDEN' || codeOf(query.error) === 'NOT_FOUND') return null;
    if (query.isError)
      return (
        <div role="alert" className="border-t border-edge px-4 py-3.5 text-sm text-ink-soft">
          <p>{t('failed')}</p>
          <Button size="sm" className="mt-2" onClick={() => void query.refetch()}>
            {t('again')}
          </Button>
        </div>
      );
    return <KnownSkeleton />;
  }
  const ledger = may(me, 'agreements', {});
  return (
    <>
      {known.likenesses.length > 0 && (
        <div className="border-t border-edge bg-waiting-soft px-4 py-3">
          <ul className="flex flex-col gap-1.5">
            {known.likenesses.map((other) => (
              <li key={other.clientId} className="flex items-start gap-2">
                <ScanSearch className="mt-0.5 size-4 shrink-0 text-waiting" aria-hidden />
                <span className="min-w-0">
                  <PlaceLink
                    href={`/clients/${other.clientId}`}
                    className="rounded-sm font-medium break-words underline-offset-2 hover:underline"
                  >
                    {name(other)}
                  </PlaceLink>
                  <span className="block text-sm break-words text-ink-soft">
                    {other.shared.length > 0
                      ? t('likeness', { values: other.shared.map(({ value }) => value).join(', ') })
                      : t('likenessRecord')}
                  </span>
                </span>
              </li>
            ))}
          </ul>
        </div>
      )}
      {known.addresses.length > 0 && (
        <Part title={t('addresses')}>
          <ul className="flex flex-col gap-1.5">
            {known.addresses.slice(0, 10).map((address) => (
              <li
                key={`${address.kind} ${address.value}`}
                className="flex flex-wrap items-center justify-between gap-x-3 gap-y-0.5"
              >
                <AddressLink address={address} />
                <ConfidenceMark confidence={address.confidence} />
              </li>
            ))}
          </ul>
        </Part>
      )}
      {(known.records.length > 0 || known.canMake) && (
        <Part title={t('records')}>
          <Records known={known} dialogId={dialogId} />
        </Part>
      )}
      {known.consents.length > 0 && (
        <Part title={t('consents')}>
          <ul className="flex flex-col gap-1.5">
            {known.consents.map((consent) => (
              <li key={consent.agreementId} className="flex flex-wrap items-center gap-x-2 gap-y-0.5">
                <Badge tone={tones[consent.decision]}>{t(`decision.${consent.decision}`)}</Badge>
                {ledger ? (
                  <PlaceLink
                    href={`/consents/${consent.number}`}
                    className="min-w-0 rounded-sm break-words underline-offset-2 hover:underline"
                  >
                    {consent.name}
                  </PlaceLink>
                ) : (
                  <span className="min-w-0 break-words">{consent.name}</span>
                )}
                <Moment at={consent.at} className="text-sm text-ink-faint" />
              </li>
            ))}
          </ul>
        </Part>
      )}
      <div className="border-t border-edge px-4 py-2.5">
        <PlaceLink
          href={`/clients/${known.clientId}`}
          className="rounded-sm text-accent underline-offset-2 hover:underline"
        >
          {t('page')}
        </PlaceLink>
      </div>
    </>
  );
}

/** His records; where none was made or surely found, one is made from here. */
function Records({ known, dialogId }: { known: DialogClient; dialogId: number }) {
  const t = useTranslations('dialog.card.known');
  const acting = useTranslations('acting');
  const trpc = useTRPC();
  const cache = useQueryClient();
  const words = useRefusalWords();
  const [making, setMaking] = useState<RecordKind | null>(null);
  const { mutateAsync } = useMutation(trpc.dialogs.makeRecord.mutationOptions());
  const make = async (record: RecordKind) => {
    setMaking(record);
    try {
      const answer = await mutateAsync({ commandId: crypto.randomUUID(), dialogId, record });
      if (answer.done) say('done', t(`made.${record}`));
      else say('refused', words(answer.refusal));
    } catch {
      say('refused', acting('failed'));
    }
    await cache.invalidateQueries({ queryKey: trpc.clients.ofDialog.queryKey({ dialogId }) });
    void cache.invalidateQueries({ queryKey: trpc.dialogs.history.queryKey({ dialogId }) });
    setMaking(null);
  };
  return (
    <>
      <ul className="flex flex-col gap-2.5">
        {known.records.map((record) => (
          <li key={record.recordId} className="flex">
            <RecordLine record={record} />
          </li>
        ))}
        {/* Shown as it will be, until the API has said so. */}
        {making !== null && (
          <li aria-live="polite" className="flex items-baseline gap-2 text-ink-soft">
            <span className="font-medium">{t(`kind.${making}`)}</span>
            <span className="text-sm">{t('making')}</span>
          </li>
        )}
      </ul>
      {known.canMake && making === null && (
        <div className={known.records.length > 0 ? 'mt-3' : ''}>
          {known.records.length === 0 && <p className="mb-2 text-sm text-ink-faint">{t('noRecords')}</p>}
          <div className="flex">
            <Button size="sm" className="rounded-r-none" onClick={() => void make('lead')}>
              <Plus /> {t('make')}
            </Button>
            <Menu>
              <MenuTrigger>
                <Button size="sm" className="-ml-px rounded-l-none px-1.5" aria-label={t('makeOther')}>
                  <ChevronDown />
                </Button>
              </MenuTrigger>
              <MenuContent align="end">
                {recordKinds.map((kind) => (
                  <MenuItem key={kind} onSelect={() => void make(kind)}>
                    {t(`makeKind.${kind}`)}
                  </MenuItem>
                ))}
              </MenuContent>
            </Menu>
          </div>
        </div>
      )}
    </>
  );
}

export function KnownSkeleton() {
  return (
    <div aria-busy className="flex flex-col gap-2.5 border-t border-edge px-4 py-3.5">
      <Skeleton className="h-3 w-24" />
      <Skeleton className="h-4 w-48" />
      <Skeleton className="h-4 w-40" />
    </div>
  );
}
