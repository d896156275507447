'use client';

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { ChevronRight, Copy, FileX2, Trash2 } from 'lucide-react';
import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';

import { filledTexts } from '@switchboard/domain/agreement';

import { useTRPC } from '../../rpc/client.tsx';
import { fieldsOf } from '../../rpc/failure.ts';
import type { AgreementView } from '../../rpc/shapes.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { Empty } from '../../ui/empty.tsx';
import { Failed } from '../../ui/failed.tsx';
import { useFieldWords } from '../../ui/field-words.ts';
import { Page, PageHeader } from '../../ui/page.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { say } from '../../ui/toast.tsx';
import { DraftEditor } from './draft-editor.tsx';
import { Versions } from './versions.tsx';

/** One agreement: its draft with what clients will read, and every version that was published. */
export function AgreementPage({ agreementId }: { agreementId: string }) {
  const t = useTranslations('agreements');
  const query = useQuery(useTRPC().agreements.get.queryOptions({ agreementId }));
  return (
    <Page wide>
      <nav className="mb-1 flex items-center gap-1 text-sm text-ink-faint">
        <Link href="/agreements" className="rounded-sm hover:text-ink hover:underline">
          {t('back')}
        </Link>
        <ChevronRight className="size-3.5" aria-hidden />
      </nav>
      {query.data === undefined ? (
        query.isError ? (
          <Failed onRetry={() => void query.refetch()} />
        ) : (
          <AgreementSkeleton />
        )
      ) : query.data === null ? (
        <Empty icon={FileX2} title={t('missing.title')}>
          {t('missing.text')}
        </Empty>
      ) : (
        <One view={query.data} />
      )}
    </Page>
  );
}

function One({ view }: { view: AgreementView }) {
  const t = useTranslations('agreements');
  const trpc = useTRPC();
  const cache = useQueryClient();
  const router = useRouter();
  const words = useFieldWords();
  const { agreementId } = view;
  const options = {
    onError: (error: unknown) => say('refused', words(fieldsOf(error)['name']) ?? t('failed')),
    onSettled: () => void cache.invalidateQueries({ queryKey: trpc.agreements.pathKey() }),
  };
  const restore = useMutation(
    trpc.agreements.restore.mutationOptions({
      ...options,
      onSuccess: (answer) =>
        answer.restored
          ? say('done', t('remove.restored'))
          : say('refused', t(answer.because === 'name-taken' ? 'remove.nameTaken' : 'create.tooMany')),
    }),
  );
  const remove = useMutation(
    trpc.agreements.remove.mutationOptions({
      ...options,
      onSuccess: (answer) => {
        if (!answer.removed) {
          const names = answer.lines.map(({ name }) => name).join(', ');
          say('refused', t('remove.inUse', { count: answer.lines.length, names }));
          return;
        }
        say('done', t('remove.done'), {
          label: t('remove.undo'),
          onClick: () => restore.mutate({ agreementId }),
        });
        router.push('/agreements');
      },
    }),
  );
  const copy = useMutation(trpc.agreements.create.mutationOptions(options));
  /** The words of the template as the saved draft fills them in, as an agreement whose words can be changed. */
  const copyAsOwn = async () => {
    const texts = filledTexts(view.template, view.draft).map(({ language, title, text }, index) => ({
      language,
      fields: view.draft.texts[index]?.fields ?? {},
      own: { title, text },
    }));
    const name = t('copy.name', { name: view.name.slice(0, 80) });
    try {
      const made = await copy.mutateAsync({ name, template: 'own', draft: { texts } });
      if (made.created) router.push(`/agreements/${made.agreementId}`);
      else say('refused', t('create.tooMany'));
    } catch {
      // What went wrong was said.
    }
  };
  return (
    <>
      <PageHeader
        title={<span className="break-words">{view.name}</span>}
        description={
          <span className="flex flex-wrap items-center gap-x-3 gap-y-1">
            {view.version === 0 ? (
              <Badge>{t('row.draft')}</Badge>
            ) : (
              <Badge tone="answered">{t('row.version', { version: view.version })}</Badge>
            )}
            <span>{t(`template.${view.template}`)}</span>
            <span>{t('row.lines', { count: view.lines.length })}</span>
            {view.version > 0 && (
              <Link
                href={`/consents?agreement=${agreementId}&decision=accepted`}
                className="rounded-sm text-accent underline-offset-2 hover:underline"
              >
                {t('row.accepted', { count: view.accepted })}
              </Link>
            )}
          </span>
        }
        action={
          !view.removed && (
            <span className="flex flex-wrap gap-2">
              {view.template !== 'own' && (
                <Button look="quiet" busy={copy.isPending} onClick={() => void copyAsOwn()}>
                  <Copy aria-hidden /> {t('copy.action')}
                </Button>
              )}
              <Button look="quiet" busy={remove.isPending} onClick={() => remove.mutate({ agreementId })}>
                <Trash2 aria-hidden /> {t('remove.action')}
              </Button>
            </span>
          )
        }
      />
      {view.removed && (
        <div className="mb-5 flex flex-wrap items-center justify-between gap-3 rounded-xl border border-edge bg-ground px-4 py-3 sm:px-5">
          <p>{t('removed.text')}</p>
          <Button busy={restore.isPending} onClick={() => restore.mutate({ agreementId })}>
            {t('removed.restore')}
          </Button>
        </div>
      )}
      <div className="flex flex-col gap-5">
        {!view.removed && <DraftEditor key={agreementId} view={view} />}
        <Versions view={view} />
      </div>
    </>
  );
}

export function AgreementSkeleton() {
  return (
    <div aria-busy>
      <Skeleton className="mb-2 h-7 w-64 max-w-full" />
      <Skeleton className="mb-6 h-4 w-80 max-w-full" />
      <div className="grid gap-5 lg:grid-cols-2">
        <Skeleton className="h-[34rem] rounded-xl" />
        <Skeleton className="h-[34rem] rounded-xl" />
      </div>
    </div>
  );
}
