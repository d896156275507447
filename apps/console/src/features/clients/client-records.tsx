'use client';

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Handshake, Link2, Plus } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useEffect, useState } from 'react';

import { recordKinds, recordTitle, type RecordKind } from '@switchboard/domain/crm';

import { useTRPC } from '../../rpc/client.tsx';
import type { ClientRecord, ClientView } from '../../rpc/shapes.ts';
import { Button } from '../../ui/button.tsx';
import { RecordLine } from '../../ui/client-facts.tsx';
import { Empty } from '../../ui/empty.tsx';
import { Failed } from '../../ui/failed.tsx';
import { Field } from '../../ui/field.tsx';
import { Input, Select } from '../../ui/input.tsx';
import { Modal } from '../../ui/modal.tsx';
import { fullName } from '../../ui/person.ts';
import { Skeleton } from '../../ui/skeleton.tsx';
import { say } from '../../ui/toast.tsx';

/** His leads, deals and contacts, how sure each is, and others that somebody says are his. */
export function ClientRecords({ client }: { client: ClientView }) {
  const t = useTranslations('clients.records');
  const [attaching, setAttaching] = useState(false);
  const { attach, detach } = useLinks(client.clientId);
  const { records, erased } = client;
  return (
    <div className="min-h-0 flex-1 overflow-y-auto bg-panel">
      {records.length === 0 ? (
        <Empty
          icon={Handshake}
          title={t('empty')}
          action={
            erased === null && (
              <Button onClick={() => setAttaching(true)}>
                <Link2 /> {t('attach')}
              </Button>
            )
          }
        >
          {t('emptyText')}
        </Empty>
      ) : (
        <>
          <ul className="divide-y divide-edge">
            {records.map((record) => (
              <li key={record.recordId} className="flex flex-wrap items-start gap-x-4 gap-y-2 px-4 py-3 sm:px-6">
                <div className="min-w-0 flex-1 basis-60">
                  <RecordLine record={record} />
                  <p className="mt-0.5 pl-6 text-sm break-words text-ink-faint">
                    {record.responsible === null
                      ? t('nobody')
                      : t('responsible', { who: fullName(record.responsible) })}
                  </p>
                </div>
                {record.opens && erased === null && (
                  <div className="flex gap-2">
                    {record.confidence === 'asserted' && (
                      <Button size="sm" onClick={() => void attach(record)}>
                        {t('confirm')}
                      </Button>
                    )}
                    <Button size="sm" look="quiet" onClick={() => void detach(record)}>
                      {t('detach')}
                    </Button>
                  </div>
                )}
              </li>
            ))}
          </ul>
          <div className="px-4 py-3 sm:px-6">
            <Button size="sm" onClick={() => setAttaching(true)}>
              <Plus /> {t('attach')}
            </Button>
          </div>
        </>
      )}
      <Modal open={attaching} onOpenChange={setAttaching} title={t('attach')} description={t('attachText')}>
        <Attach client={client} onTaken={attach} />
      </Modal>
    </div>
  );
}

function useLinks(clientId: string) {
  const t = useTranslations('clients');
  const common = useTranslations('common');
  const trpc = useTRPC();
  const cache = useQueryClient();
  const { mutateAsync: attachCall } = useMutation(trpc.clients.attachRecord.mutationOptions({ retry: false }));
  const { mutateAsync: detachCall } = useMutation(trpc.clients.detachRecord.mutationOptions({ retry: false }));
  const reread = () => cache.invalidateQueries({ queryKey: trpc.clients.pathKey() });
  type Given = Pick<ClientRecord, 'recordId'>;
  const attach = async ({ recordId }: Given) => {
    try {
      await attachCall({ clientId, recordId });
      say('done', t('records.attached'));
    } catch {
      say('refused', t('failed'));
    }
    await reread();
  };
  const detach = async ({ recordId }: Given) => {
    try {
      await detachCall({ clientId, recordId });
      say('done', t('records.detached'), { label: common('undo'), onClick: () => void attach({ recordId }) });
    } catch {
      say('refused', t('failed'));
    }
    await reread();
  };
  return { attach, detach };
}

/** Looks for a record among those that the reader sees. */
function Attach({ client, onTaken }: { client: ClientView; onTaken: (record: { recordId: string }) => Promise<void> }) {
  const t = useTranslations('clients.records');
  const known = useTranslations('dialog.card.known');
  const [kind, setKind] = useState<RecordKind>('lead');
  const [text, setText] = useState('');
  const [search, setSearch] = useState('');
  useEffect(() => {
    const timer = setTimeout(() => setSearch(text.trim()), 250);
    return () => clearTimeout(timer);
  }, [text]);
  const query = useQuery(useTRPC().records.list.queryOptions({ kind, search, sort: 'changed', limit: 10 }));
  const his = new Set(
    client.records.flatMap(({ recordId, confidence }) => (confidence === 'asserted' ? [] : [recordId])),
  );
  const rows = (query.data?.rows ?? []).filter(({ recordId }) => !his.has(recordId));
  return (
    <div className="flex flex-col gap-3">
      <div className="grid gap-3 min-[28rem]:grid-cols-[8rem_minmax(0,1fr)]">
        <Field label={t('which')}>
          {(control) => (
            <Select {...control} value={kind} onChange={(event) => setKind(event.target.value as RecordKind)}>
              {recordKinds.map((one) => (
                <option key={one} value={one}>
                  {known(`kind.${one}`)}
                </option>
              ))}
            </Select>
          )}
        </Field>
        <Field label={t('search')}>
          {(control) => (
            <Input {...control} type="search" value={text} onChange={(event) => setText(event.target.value)} />
          )}
        </Field>
      </div>
      {query.data === undefined ? (
        query.isError ? (
          <Failed onRetry={() => void query.refetch()} />
        ) : (
          <Skeleton className="h-24" />
        )
      ) : rows.length === 0 ? (
        <p className="py-4 text-center text-ink-faint">{t('nothing')}</p>
      ) : (
        <ul className="-mx-2 divide-y divide-edge">
          {rows.map((row) => {
            const title = recordTitle(row) || known(`unnamed.${row.kind}`);
            return (
              <li key={row.recordId} className="flex items-center gap-3 px-2 py-2">
                <span className="min-w-0 flex-1">
                  <span className="block truncate font-medium">{title}</span>
                  <span className="block truncate text-sm text-ink-faint">
                    {row.addresses.map(({ value }) => value).join(', ')}
                  </span>
                </span>
                <Button size="sm" aria-label={`${t('take')}: ${title}`} onClick={() => void onTaken(row)}>
                  {t('take')}
                </Button>
              </li>
            );
          })}
        </ul>
      )}
    </div>
  );
}
