'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Plus, X } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useState } from 'react';

import { useTRPC } from '../../rpc/client.tsx';
import type { ClientView } from '../../rpc/shapes.ts';
import { Button } from '../../ui/button.tsx';
import { ChannelGlyph } from '../../ui/channel-glyph.tsx';
import { AddressLink, ConfidenceMark } from '../../ui/client-facts.tsx';
import { useClientName } from '../../ui/client-name.ts';
import { Moment } from '../../ui/time.tsx';
import { say } from '../../ui/toast.tsx';
import { AddAddress } from './add-address.tsx';
import { Likenesses, Merges } from './likenesses.tsx';
import { Part } from './part.tsx';

/** Who a client is: who may be the same, what he is reached by, and where he writes from. */
export function ClientAbout({ client }: { client: ClientView }) {
  const t = useTranslations('clients');
  const card = useTranslations('dialog.card');
  const name = useClientName()(client);
  const [adding, setAdding] = useState(false);
  return (
    <div className="flex flex-col">
      <Likenesses client={client} />
      <Part
        title={t('addresses.title')}
        action={
          <Button look="link" size="none" className="text-sm" onClick={() => setAdding(true)}>
            <Plus className="size-3.5" /> {t('addresses.add')}
          </Button>
        }
      >
        <Addresses client={client} />
      </Part>
      <Part title={t('identities.title')}>
        {client.identities.length === 0 ? (
          <p className="text-sm text-ink-faint">{t('identities.none')}</p>
        ) : (
          <ul className="flex flex-col gap-2">
            {client.identities.map((identity, index) => (
              <li key={index} className="flex items-start gap-2">
                <ChannelGlyph
                  kind={identity.channel.kind}
                  label={card(`kind.${identity.channel.kind}`)}
                  className="mt-0.5"
                />
                <div className="min-w-0 flex-1">
                  <p className="break-words">
                    {identity.name.trim() === '' ? name : identity.name}
                    {identity.username !== null && <span className="text-ink-soft"> @{identity.username}</span>}
                  </p>
                  <p className="text-sm break-words text-ink-faint">
                    {identity.channel.name} · {t('identities.since')} <Moment at={identity.since} />
                  </p>
                </div>
              </li>
            ))}
          </ul>
        )}
      </Part>
      <Merges client={client} />
      <AddAddress clientId={client.clientId} open={adding} onOpenChange={setAdding} />
    </div>
  );
}

function Addresses({ client }: { client: ClientView }) {
  const t = useTranslations('clients');
  const common = useTranslations('common');
  const trpc = useTRPC();
  const cache = useQueryClient();
  const { mutateAsync: removeCall } = useMutation(trpc.clients.removeAddress.mutationOptions({ retry: false }));
  const { mutateAsync: addCall } = useMutation(trpc.clients.addAddress.mutationOptions({ retry: false }));
  const { clientId } = client;
  const reread = () => cache.invalidateQueries({ queryKey: trpc.clients.pathKey() });
  type Given = Pick<ClientView['addresses'][number], 'kind' | 'value'>;
  const bringBack = async ({ kind, value }: Given) => {
    try {
      await addCall({ clientId, kind, value });
    } catch {
      say('refused', t('failed'));
    }
    await reread();
  };
  const remove = async ({ kind, value }: Given) => {
    try {
      const answer = await removeCall({ clientId, kind, value });
      if (answer.removed)
        say('done', t('addresses.removed', { value }), {
          label: common('undo'),
          onClick: () => void bringBack({ kind, value }),
        });
      else say('refused', t(`addresses.refused.${answer.because}`));
    } catch {
      say('refused', t('failed'));
    }
    await reread();
  };
  if (client.addresses.length === 0) return <p className="text-sm text-ink-faint">{t('addresses.none')}</p>;
  return (
    <ul className="flex flex-col gap-2">
      {client.addresses.map((address) => (
        <li key={`${address.kind} ${address.value}`} className="flex items-start gap-2">
          <div className="min-w-0 flex-1">
            <AddressLink address={address} />
            <p className="flex flex-wrap items-center gap-x-2 text-sm text-ink-faint">
              <ConfidenceMark confidence={address.confidence} />
              <span>{t(`addresses.source.${address.source}`)}</span>
            </p>
          </div>
          {address.confidence === 'asserted' && (
            <Button
              look="quiet"
              size="icon-sm"
              aria-label={t('addresses.remove', { value: address.value })}
              title={t('addresses.remove', { value: address.value })}
              onClick={() => void remove(address)}
            >
              <X />
            </Button>
          )}
        </li>
      ))}
    </ul>
  );
}
