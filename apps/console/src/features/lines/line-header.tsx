'use client';

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { ChevronRight, Pencil } from 'lucide-react';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { useState } from 'react';

import { lineName } from '@switchboard/domain/line';

import { useTRPC } from '../../rpc/client.tsx';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { useFieldWords } from '../../ui/field-words.ts';
import { Input } from '../../ui/input.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { say } from '../../ui/toast.tsx';

/** The line's name, which can be changed in its place. */
export function LineHeader({ lineId }: { lineId: string }) {
  const t = useTranslations('lines');
  const trpc = useTRPC();
  const { data: line } = useQuery(trpc.lines.get.queryOptions({ lineId }));
  return (
    <header className="mb-3">
      <nav aria-label={t('path')} className="mb-1 flex items-center gap-1 text-sm text-ink-faint">
        <Link href="/lines" className="rounded-sm hover:text-ink hover:underline">
          {t('title')}
        </Link>
        <ChevronRight className="size-3.5" aria-hidden />
      </nav>
      <div className="flex min-h-9 flex-wrap items-center gap-2">
        {line === undefined ? (
          <Skeleton className="h-6 w-56" />
        ) : (
          <Name key={line.name} lineId={lineId} name={line.name} mayEdit={line.mayEdit} />
        )}
        {line !== undefined && !line.active && <Badge tone="muted">{t('inactive')}</Badge>}
      </div>
    </header>
  );
}

function Name({ lineId, name, mayEdit }: { lineId: string; name: string; mayEdit: boolean }) {
  const t = useTranslations('lines');
  const common = useTranslations('common');
  const words = useFieldWords();
  const trpc = useTRPC();
  const cache = useQueryClient();
  const rename = useMutation(trpc.lines.rename.mutationOptions());
  const [draft, setDraft] = useState<string | null>(null);
  const [problem, setProblem] = useState<string | undefined>();

  const save = async (to: string, from: string) => {
    const read = lineName.safeParse(to);
    if (!read.success) {
      setProblem(words(read.error.issues[0]?.message));
      return;
    }
    setDraft(null);
    if (read.data === from) return;
    const key = trpc.lines.get.queryKey({ lineId });
    const put = (value: string) =>
      cache.setQueryData(key, (line) => (line === undefined ? line : { ...line, name: value }));
    put(read.data);
    try {
      await rename.mutateAsync({ lineId, name: read.data });
      say('done', t('renamed'), { label: common('undo'), onClick: () => void save(from, read.data) });
      void cache.invalidateQueries({ queryKey: trpc.lines.list.pathKey() });
    } catch {
      put(from);
      say('refused', t('failed'));
    }
  };

  if (draft === null) {
    return (
      <>
        <h1 className="min-w-0 text-xl font-semibold tracking-tight break-words">{name}</h1>
        {mayEdit && (
          <Button
            look="quiet"
            size="icon-sm"
            aria-label={t('rename')}
            title={t('rename')}
            onClick={() => {
              setProblem(undefined);
              setDraft(name);
            }}
          >
            <Pencil />
          </Button>
        )}
      </>
    );
  }
  return (
    <form
      className="flex max-w-full flex-wrap items-start gap-2"
      onSubmit={(event) => {
        event.preventDefault();
        void save(draft, name);
      }}
    >
      <div>
        <Input
          value={draft}
          aria-label={t('name')}
          aria-invalid={problem !== undefined}
          autoFocus
          maxLength={120}
          onChange={(event) => setDraft(event.target.value)}
          onKeyDown={(event) => {
            if (event.key === 'Escape') setDraft(null);
          }}
          className="w-72 text-lg font-semibold"
        />
        {problem !== undefined && (
          <p role="alert" className="mt-1 text-sm text-overdue">
            {problem}
          </p>
        )}
      </div>
      <Button type="submit" look="primary">
        {common('save')}
      </Button>
      <Button onClick={() => setDraft(null)}>{common('cancel')}</Button>
    </form>
  );
}
