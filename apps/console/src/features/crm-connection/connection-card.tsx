'use client';

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { CircleAlert, RefreshCw, Unplug } from 'lucide-react';
import { usePathname, useRouter, useSearchParams } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { useEffect, useState } from 'react';

import { useTRPC } from '../../rpc/client.tsx';
import type { CrmConnectionView } from '../../rpc/shapes.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { Confirm } from '../../ui/confirm.tsx';
import { Failed } from '../../ui/failed.tsx';
import { Modal } from '../../ui/modal.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { Ago, Moment } from '../../ui/time.tsx';
import { say } from '../../ui/toast.tsx';
import { ConnectBitrix24 } from './connect-bitrix24.tsx';
import { ConnectionRefused, refusals, type Because } from './connection-refused.tsx';
import { PortalPeople } from './portal-people.tsx';

/** Which CRM the company works with: the built-in one, or a Bitrix24 portal in its place. */
export function CrmConnectionCard() {
  const t = useTranslations('crmConnection');
  const query = useQuery(useTRPC().crmConnection.get.queryOptions({}));
  const [returned, forget] = useReturned();
  if (query.data === undefined)
    return query.isError ? (
      <Card title={t('title')} description={t('text')}>
        <Failed onRetry={() => void query.refetch()} />
      </Card>
    ) : (
      <Skeleton className="h-72 rounded-xl" />
    );
  const { connection, returnsTo } = query.data;
  return connection === null ? (
    <Card title={t('title')} description={t('text')} aside={<Badge>{t('builtIn')}</Badge>}>
      {returned !== null && <ConnectionRefused because={returned} className="mb-4" />}
      <ConnectBitrix24 returnsTo={returnsTo} onConnected={forget} />
    </Card>
  ) : (
    <Connected connection={connection} returnsTo={returnsTo} returned={returned} forget={forget} />
  );
}

/** What came of letting the application in, where the portal has just sent the reader back. */
function useReturned(): [Because | null, () => void] {
  const t = useTranslations('crmConnection');
  const given = useSearchParams().get('connection');
  const router = useRouter();
  const pathname = usePathname();
  const [because, setBecause] = useState<Because | null>(null);
  useEffect(() => {
    if (given === null) return;
    if (given === 'done') say('done', t('connected'));
    setBecause(given === 'done' ? null : (refusals.find((one) => one === given) ?? 'failed'));
    router.replace(pathname, { scroll: false });
  }, [given, pathname, router, t]);
  return [because, () => setBecause(null)];
}

function Connected({
  connection,
  returnsTo,
  returned,
  forget,
}: {
  connection: CrmConnectionView;
  returnsTo: string;
  returned: Because | null;
  forget: () => void;
}) {
  const t = useTranslations('crmConnection');
  const trpc = useTRPC();
  const cache = useQueryClient();
  const check = useMutation(trpc.crmConnection.check.mutationOptions({ retry: false }));
  const disconnect = useMutation(trpc.crmConnection.disconnect.mutationOptions());
  const [asking, setAsking] = useState(false);
  const [renewing, setRenewing] = useState(false);
  const [unanswered, setUnanswered] = useState<Because | null>(null);
  const { host, state, problem, waiting } = connection;
  const broken = state === 'broken';
  const reread = () => cache.invalidateQueries({ queryKey: trpc.crmConnection.pathKey() });

  const checkNow = async () => {
    setUnanswered(null);
    forget();
    try {
      const answer = await check.mutateAsync({});
      if (answer.connected) say('done', t('checked'));
      // A problem that lasts stands above already.
      else if (answer.because === 'unreachable' || answer.because === 'busy') setUnanswered(answer.because);
      await reread();
    } catch {
      say('refused', t('failed'));
    }
  };
  const leave = async () => {
    try {
      await disconnect.mutateAsync({});
      say('done', t('disconnected'));
      await reread();
    } catch {
      say('refused', t('failed'));
    }
  };

  return (
    <Card
      title={t('title')}
      description={t('connectedText', { host })}
      aside={<Badge tone={broken ? 'overdue' : 'answered'}>{t(`state.${state}`)}</Badge>}
      footer={
        <>
          <Button look="quiet" className="text-overdue" onClick={() => setAsking(true)}>
            <Unplug aria-hidden /> {t('disconnect')}
          </Button>
          <span className="flex flex-wrap gap-2">
            <Button onClick={() => setRenewing(true)}>{t('reconnect')}</Button>
            <Button look={broken ? 'primary' : 'plain'} busy={check.isPending} onClick={() => void checkNow()}>
              <RefreshCw aria-hidden /> {t('check')}
            </Button>
          </span>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        {broken && problem !== null && <ConnectionRefused because={problem} />}
        {returned !== null && returned !== problem && <ConnectionRefused because={returned} />}
        {unanswered !== null && <ConnectionRefused because={unanswered} />}
        {waiting.count > 0 && waiting.since !== null && (
          <p className="flex items-start gap-2 text-ink-soft">
            <CircleAlert className="mt-0.5 size-4 shrink-0 text-waiting" aria-hidden />
            <span>
              {t('waiting', { count: waiting.count })} <Ago at={waiting.since} />
            </span>
          </p>
        )}
        <dl className="grid gap-x-6 sm:gap-y-2 sm:grid-cols-[max-content_1fr]">
          <Told label={t('how.label')}>{t(`how.${connection.how}`)}</Told>
          <Told label={t('since')}>
            <Moment at={connection.connectedAt} />, {connection.connectedBy.name}
          </Told>
          <Told label={t('pipelines')}>{connection.pipelines.join(', ') || t('none')}</Told>
          <Told label={t('sources')}>{connection.sources.join(', ') || t('none')}</Told>
        </dl>
        <PortalPeople users={connection.users} />
      </div>
      <Confirm
        open={asking}
        onOpenChange={setAsking}
        title={t('disconnectAsk.title')}
        description={t('disconnectAsk.text', { count: waiting.count })}
        action={t('disconnect')}
        onConfirm={() => void leave()}
      />
      <Modal
        open={renewing}
        onOpenChange={setRenewing}
        title={t('reconnect')}
        description={t('reconnectText')}
        className="max-w-xl"
      >
        <ConnectBitrix24
          returnsTo={returnsTo}
          onConnected={() => {
            forget();
            setUnanswered(null);
            setRenewing(false);
          }}
        />
      </Modal>
    </Card>
  );
}

function Told({ label, children }: { label: string; children: React.ReactNode }) {
  return (
    <div className="contents">
      <dt className="text-sm text-ink-faint sm:pt-px">{label}</dt>
      <dd className="mb-2 min-w-0 wrap-anywhere sm:mb-0">{children}</dd>
    </div>
  );
}
