'use client';

import { zodResolver } from '@hookform/resolvers/zod';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { ArrowLeft, Ellipsis, Eraser, Pencil, SearchX } from 'lucide-react';
import Link from 'next/link';
import { useRouter, useSearchParams } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { useEffect, useState, type ReactNode } from 'react';
import { useForm } from 'react-hook-form';
import { z } from 'zod';

import { may } from '@switchboard/domain/access';

import { useTRPC } from '../../rpc/client.tsx';
import { codeOf, fieldsOf } from '../../rpc/failure.ts';
import { useMe } from '../../rpc/me.ts';
import type { ClientView, MessageRow } from '../../rpc/shapes.ts';
import { Avatar } from '../../ui/avatar.tsx';
import { Badge, Count } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { useClientName } from '../../ui/client-name.ts';
import { cn } from '../../ui/cn.ts';
import { Empty } from '../../ui/empty.tsx';
import { Failed } from '../../ui/failed.tsx';
import { Field } from '../../ui/field.tsx';
import { useFieldWords } from '../../ui/field-words.ts';
import { HereLink } from '../../ui/here-link.tsx';
import { Input } from '../../ui/input.tsx';
import { Menu, MenuContent, MenuItem, MenuTrigger } from '../../ui/menu.tsx';
import { Modal } from '../../ui/modal.tsx';
import { fullName } from '../../ui/person.ts';
import { Skeleton } from '../../ui/skeleton.tsx';
import { Moment } from '../../ui/time.tsx';
import { say } from '../../ui/toast.tsx';
import { ClientAbout } from './client-about.tsx';
import { ClientConsents } from './client-consents.tsx';
import { ClientDialogs } from './client-dialogs.tsx';
import { clientViewIn, type ClientViewName } from './client-filter.ts';
import { ClientRecords } from './client-records.tsx';
import { ClientThread } from './client-thread.tsx';

type Opens = { open: boolean; onOpenChange: (open: boolean) => void };
type Props = {
  clientId: string;
  /** What other features do here. */
  message: (message: MessageRow) => ReactNode;
  withdraw: (given: Opens & { clientId: string; agreementId: string }) => ReactNode;
  erase: (given: Opens & { clientId: string }) => ReactNode;
};

/** A client: who he is on the left, and on the right what was said in all channels, his records, dialogs and consents. */
export function ClientPage({ clientId, ...does }: Props) {
  const t = useTranslations('clients');
  const trpc = useTRPC();
  const router = useRouter();
  const search = useSearchParams();
  const query = useQuery(
    trpc.clients.get.queryOptions(
      { clientId },
      {
        retry: (count, error) => codeOf(error) === null && count < 3,
        // While he is being erased nothing tells that it is done but the answer itself.
        refetchInterval: ({ state }) => (state.data?.erased?.state === 'running' ? 2_000 : false),
      },
    ),
  );
  const found = query.data;
  // Who became a part of another is looked at as that one.
  const elsewhere = found !== undefined && found.clientId !== clientId ? found.clientId : null;
  useEffect(() => {
    if (elsewhere !== null) router.replace(`/clients/${elsewhere}${search.size === 0 ? '' : `?${search}`}`);
  }, [elsewhere, router, search]);

  if (found === undefined || elsewhere !== null) {
    if (
      codeOf(query.error) === 'NOT_FOUND' ||
      codeOf(query.error) === 'BAD_REQUEST' ||
      codeOf(query.error) === 'FORBIDDEN'
    )
      return (
        <main className="flex h-full items-center justify-center">
          <Empty
            icon={SearchX}
            title={t('gone.title')}
            action={
              <Button asChild>
                <Link href="/clients">{t('back')}</Link>
              </Button>
            }
          >
            {t('gone.text')}
          </Empty>
        </main>
      );
    if (query.isError) return <Failed onRetry={() => void query.refetch()} className="h-full" />;
    return <ClientSkeleton />;
  }
  return <Opened key={found.clientId} client={found} {...does} />;
}

function Opened({ client, message, withdraw, erase }: Omit<Props, 'clientId'> & { client: ClientView }) {
  const t = useTranslations('clients');
  const me = useMe();
  const callOf = useClientName();
  const search = useSearchParams();
  const [erasing, setErasing] = useState(false);
  const [renaming, setRenaming] = useState(false);
  const { clientId, erased, counts } = client;
  const name = erased?.state === 'done' ? t('erased.name') : callOf(client);
  const asked = clientViewIn(search);
  const shown: Exclude<ClientViewName, 'about'> =
    asked === null || asked === 'about' ? (erased === null ? 'thread' : 'dialogs') : asked;
  return (
    <main className="flex h-full min-w-0 flex-col">
      <header className="flex min-h-13 shrink-0 items-center gap-x-3 border-b border-edge bg-panel px-3 py-2 sm:px-5">
        <Button look="quiet" size="icon-sm" asChild>
          <Link href="/clients" aria-label={t('back')}>
            <ArrowLeft />
          </Link>
        </Button>
        <Avatar name={name} size="md" />
        <div className="min-w-0 flex-1">
          <div className="flex min-w-0 items-center gap-2">
            <h1 className="truncate text-lg leading-6 font-semibold tracking-tight">{name}</h1>
            {erased === null && (
              <Button look="quiet" size="icon-sm" aria-label={t('rename.action')} onClick={() => setRenaming(true)}>
                <Pencil />
              </Button>
            )}
            {client.isBlocked && <Badge tone="overdue">{t('blocked')}</Badge>}
          </div>
          <p className="truncate text-xs text-ink-faint">
            {t('counts', { dialogs: counts.dialogs, messages: counts.messages })}
          </p>
        </div>
        {erased === null && may(me, 'erasure', {}) && (
          <Menu>
            <MenuTrigger>
              <Button look="quiet" size="icon" aria-label={t('more')}>
                <Ellipsis />
              </Button>
            </MenuTrigger>
            <MenuContent align="end">
              <MenuItem danger onSelect={() => setErasing(true)}>
                <Eraser aria-hidden /> {t('erasure.action')}
              </MenuItem>
            </MenuContent>
          </Menu>
        )}
      </header>
      <div className="flex min-h-0 flex-1">
        <div className="hidden h-full w-[23rem] shrink-0 overflow-y-auto border-r border-edge bg-panel lg:block">
          {erased === null ? <ClientAbout client={client} /> : <Erased erased={erased} />}
        </div>
        <div className="flex h-full min-w-0 flex-1 flex-col">
          <Views client={client} asked={asked} shown={shown} />
          {/* On a phone what is known of him is a side of its own. */}
          <div className={cn('min-h-0 flex-1 overflow-y-auto bg-panel lg:hidden', !onPhone(asked) && 'hidden')}>
            {erased === null ? <ClientAbout client={client} /> : <Erased erased={erased} />}
          </div>
          <div className={cn('flex min-h-0 flex-1 flex-col', onPhone(asked) && 'max-lg:hidden')}>
            {shown === 'thread' && <ClientThread clientId={clientId} message={message} />}
            {shown === 'records' && <ClientRecords client={client} />}
            {shown === 'dialogs' && <ClientDialogs clientId={clientId} />}
            {shown === 'consents' && <ClientConsents client={client} withdraw={withdraw} />}
          </div>
        </div>
      </div>
      {erase({ clientId, open: erasing, onOpenChange: setErasing })}
      <Modal open={renaming} onOpenChange={setRenaming} title={t('rename.action')}>
        <RenameForm client={client} onDone={() => setRenaming(false)} />
      </Modal>
    </main>
  );
}

/** What a phone shows where the address names nothing: who he is. */
const onPhone = (asked: ClientViewName | null): boolean => asked === null || asked === 'about';

function Views({
  client,
  asked,
  shown,
}: {
  client: ClientView;
  asked: ClientViewName | null;
  shown: Exclude<ClientViewName, 'about'>;
}) {
  const t = useTranslations('clients');
  const numbers: Partial<Record<ClientViewName, number>> = {
    records: client.records.length,
    dialogs: client.counts.dialogs,
    consents: client.consents.length,
  };
  return (
    <nav
      aria-label={t('view.label')}
      className="flex shrink-0 gap-1 overflow-x-auto border-b border-edge bg-panel px-2 sm:px-5"
    >
      {(['about', 'thread', 'records', 'dialogs', 'consents'] as const).map((view) => {
        const on = view === 'about' ? onPhone(asked) : view === shown;
        return (
          <HereLink
            key={view}
            href={`/clients/${client.clientId}?view=${view}`}
            aria-current={on ? 'page' : undefined}
            className={cn(
              '-mb-px flex h-9 shrink-0 items-center gap-1.5 border-b-2 px-2 text-sm font-medium -outline-offset-2',
              view === 'about' && 'lg:hidden',
              on ? 'border-accent-fill text-ink' : 'border-transparent text-ink-soft hover:text-ink',
              // What a wide screen has open beside it is not what a phone has.
              on && view !== 'about' && onPhone(asked) && 'max-lg:border-transparent max-lg:text-ink-soft',
            )}
          >
            {t(`view.${view}`)}
            <Count value={numbers[view] ?? 0} />
          </HereLink>
        );
      })}
    </nav>
  );
}

/** That he was erased, or is being erased, and where that is proven. */
function Erased({ erased }: { erased: NonNullable<ClientView['erased']> }) {
  const t = useTranslations('clients.erased');
  const ledger = may(useMe(), 'agreements', {});
  const running = erased.state === 'running';
  return (
    <section className="flex flex-col gap-2 px-4 py-4 sm:px-5" aria-live="polite">
      <h2 className="flex items-center gap-2 font-semibold">
        <Eraser className="size-4 shrink-0 text-ink-faint" aria-hidden />
        {t(running ? 'running' : 'title')}
      </h2>
      {running ? (
        <p className="text-ink-soft">{t('runningText')}</p>
      ) : (
        <>
          <p>
            {erased.by === null ? t('nobody') : t('by', { who: fullName(erased.by) })} <Moment at={erased.at} />
          </p>
          <p className="text-pretty text-ink-soft">{t('text')}</p>
          {erased.number !== null &&
            (ledger ? (
              <Link
                href={`/consents/${erased.number}`}
                className="self-start rounded-sm text-accent underline-offset-2 hover:underline"
              >
                {t('row', { number: erased.number })}
              </Link>
            ) : (
              <p className="text-ink-faint">{t('row', { number: erased.number })}</p>
            ))}
        </>
      )}
    </section>
  );
}

const nameForm = z.object({ name: z.string().trim().min(1, 'clients.name.empty').max(200, 'clients.name.long') });

function RenameForm({ client, onDone }: { client: ClientView; onDone: () => void }) {
  const t = useTranslations('clients');
  const common = useTranslations('common');
  const words = useFieldWords();
  const trpc = useTRPC();
  const cache = useQueryClient();
  const { mutateAsync } = useMutation(trpc.clients.rename.mutationOptions({ retry: false }));
  const { register, handleSubmit, setError, formState } = useForm<z.infer<typeof nameForm>>({
    resolver: zodResolver(nameForm),
    defaultValues: { name: client.name },
  });
  const submit = handleSubmit(async ({ name }) => {
    try {
      await mutateAsync({ clientId: client.clientId, name });
      say('done', t('rename.done'));
      await cache.invalidateQueries({ queryKey: trpc.clients.pathKey() });
      onDone();
    } catch (error) {
      const wrong = fieldsOf(error)['name'];
      if (wrong === undefined) say('refused', t('failed'));
      else setError('name', { message: wrong });
    }
  });
  return (
    <form noValidate onSubmit={(event) => void submit(event)} className="flex flex-col gap-4">
      <Field label={t('rename.label')} error={words(formState.errors.name?.message)}>
        {(control) => <Input {...control} {...register('name')} autoComplete="off" />}
      </Field>
      <div className="flex justify-end">
        <Button type="submit" look="primary" busy={formState.isSubmitting}>
          {common('save')}
        </Button>
      </div>
    </form>
  );
}

export function ClientSkeleton() {
  return (
    <main aria-busy className="flex h-full min-w-0 flex-col">
      <div className="flex min-h-13 items-center gap-3 border-b border-edge bg-panel px-5">
        <Skeleton className="size-8 rounded-full" />
        <Skeleton className="h-5 w-48" />
      </div>
      <div className="flex min-h-0 flex-1">
        <div className="hidden w-[23rem] shrink-0 flex-col gap-3 border-r border-edge bg-panel px-5 py-5 lg:flex">
          <Skeleton className="h-3 w-24" />
          <Skeleton className="h-4 w-56" />
          <Skeleton className="h-4 w-48" />
        </div>
        <div className="min-w-0 flex-1">
          <div className="h-9 border-b border-edge bg-panel" />
          <div className="flex flex-col gap-3 px-5 py-5">
            <Skeleton className="h-10 w-2/3" />
            <Skeleton className="h-10 w-1/2 self-end" />
            <Skeleton className="h-10 w-3/5" />
          </div>
        </div>
      </div>
    </main>
  );
}
