'use client';

import { useQuery } from '@tanstack/react-query';
import { diffWordsWithSpace } from 'diff';
import { useTranslations } from 'next-intl';
import { useMemo, useState } from 'react';

import { agreementLanguages, filledTexts, type AgreementLanguage } from '@switchboard/domain/agreement';

import { useTRPC } from '../../rpc/client.tsx';
import type { AgreementView } from '../../rpc/shapes.ts';
import { Failed } from '../../ui/failed.tsx';
import { Field } from '../../ui/field.tsx';
import { Select } from '../../ui/input.tsx';
import { Modal } from '../../ui/modal.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';

/** A published version by its number, or the draft as it was saved last. */
export type Side = number | 'draft';
type Compared = { from: Side; to: Side };
type Text = { language: AgreementLanguage; title: string; text: string };

/** What differs between two versions, word by word. */
export function Changes({
  view,
  compared,
  onCompare,
}: {
  view: AgreementView;
  compared: Compared | null;
  onCompare: (compared: Compared | null) => void;
}) {
  const t = useTranslations('agreements');
  return (
    <Modal
      open={compared !== null}
      onOpenChange={(open) => !open && onCompare(null)}
      title={t('diff.title')}
      className="max-w-3xl"
    >
      {compared !== null && <Sides view={view} compared={compared} onCompare={onCompare} />}
    </Modal>
  );
}

function Sides({
  view,
  compared,
  onCompare,
}: {
  view: AgreementView;
  compared: Compared;
  onCompare: (compared: Compared) => void;
}) {
  const t = useTranslations('agreements');
  const [chosen, setChosen] = useState<AgreementLanguage | null>(null);
  const from = useSide(view, compared.from);
  const to = useSide(view, compared.to);
  const languages = agreementLanguages.filter((language) =>
    [from.texts, to.texts].some((texts) => texts?.some((text) => text.language === language)),
  );
  const first = to.texts?.[0]?.language ?? languages[0] ?? 'en';
  const language = chosen !== null && languages.includes(chosen) ? chosen : first;
  const sides: Side[] = ['draft', ...view.versions.map(({ version }) => version)];
  const choose = (name: 'from' | 'to') => (
    <Field label={t(`diff.${name}`)}>
      {(control) => (
        <Select
          {...control}
          value={String(compared[name])}
          onChange={({ target }) =>
            onCompare({ ...compared, [name]: target.value === 'draft' ? 'draft' : Number(target.value) })
          }
        >
          {sides.map((side) => (
            <option key={side} value={String(side)}>
              {side === 'draft' ? t('diff.draft') : t('diff.version', { version: side })}
            </option>
          ))}
        </Select>
      )}
    </Field>
  );
  return (
    <div className="flex flex-col gap-4">
      <div className="grid grid-cols-1 gap-2.5 sm:grid-cols-3">
        {choose('from')}
        {choose('to')}
        <Field label={t('diff.language')}>
          {(control) => (
            <Select
              {...control}
              value={language}
              onChange={({ target }) => setChosen(languages.find((one) => one === target.value) ?? null)}
            >
              {languages.map((one) => (
                <option key={one} value={one}>
                  {t(`language.${one}`)}
                </option>
              ))}
            </Select>
          )}
        </Field>
      </div>
      {from.failed || to.failed ? (
        <Failed
          onRetry={() => {
            from.again();
            to.again();
          }}
        />
      ) : from.texts === undefined || to.texts === undefined ? (
        <Skeleton className="h-64" />
      ) : (
        <Words from={textIn(from.texts, language)} to={textIn(to.texts, language)} language={language} />
      )}
    </div>
  );
}

function Words({ from, to, language }: { from: string | null; to: string | null; language: string }) {
  const t = useTranslations('agreements');
  const parts = useMemo(() => diffWordsWithSpace(from ?? '', to ?? ''), [from, to]);
  if (from === to) return <p className="text-ink-soft">{t('diff.same')}</p>;
  return (
    <>
      {(from === null || to === null) && (
        <p className="text-ink-soft">{t(from === null ? 'diff.missing' : 'diff.gone')}</p>
      )}
      <p lang={language} className="rounded-lg border border-edge bg-ground p-4 break-words whitespace-pre-wrap">
        {parts.map(({ value, added, removed }, index) =>
          added ? (
            <ins key={index} className="rounded-xs bg-answered-soft text-answered decoration-1">
              <span className="sr-only">{t('diff.added')}: </span>
              {value}
            </ins>
          ) : removed ? (
            <del key={index} className="rounded-xs bg-overdue-soft text-overdue decoration-1">
              <span className="sr-only">{t('diff.taken')}: </span>
              {value}
            </del>
          ) : (
            <span key={index}>{value}</span>
          ),
        )}
      </p>
    </>
  );
}

/** The texts of one side: of the draft they are filled in here, of a version read. */
function useSide(view: AgreementView, side: Side): { texts: Text[] | undefined; failed: boolean; again: () => void } {
  const trpc = useTRPC();
  const version = side === 'draft' ? 1 : side;
  const query = useQuery(
    trpc.agreements.version.queryOptions(
      { agreementId: view.agreementId, version },
      // What was published never changes.
      { enabled: side !== 'draft', staleTime: Infinity },
    ),
  );
  const draft = useMemo(() => filledTexts(view.template, view.draft), [view]);
  return {
    texts: side === 'draft' ? draft : query.data?.texts,
    failed: side !== 'draft' && query.isError,
    again: () => void query.refetch(),
  };
}

function textIn(texts: readonly Text[], language: AgreementLanguage): string | null {
  const found = texts.find((text) => text.language === language);
  return found === undefined ? null : `${found.title}\n\n${found.text}`;
}
