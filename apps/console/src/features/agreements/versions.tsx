'use client';

import { useQuery } from '@tanstack/react-query';
import { ExternalLink } from 'lucide-react';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { useState } from 'react';

import { useTRPC } from '../../rpc/client.tsx';
import type { AgreementView } from '../../rpc/shapes.ts';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { fullName } from '../../ui/person.ts';
import { Moment } from '../../ui/time.tsx';
import { Changes, type Side } from './changes.tsx';

/** Every published version: when, by whom, its page, and what changed in it. */
export function Versions({ view }: { view: AgreementView }) {
  const t = useTranslations('agreements');
  const { data: people = [] } = useQuery(useTRPC().people.list.queryOptions({}));
  const [compared, setCompared] = useState<{ from: Side; to: Side } | null>(null);
  // A draft that nothing was changed in since it was published says nothing: what changed last is shown first.
  const [last, before] = view.versions;
  const published = last !== undefined && before !== undefined && last.publishedAt === view.changedAt;
  const first = published ? { from: before.version, to: last.version } : { from: view.version, to: 'draft' as const };
  const nameOf = (employeeId: string): string => {
    const person = people.find((one) => one.employeeId === employeeId);
    return person === undefined ? t('somebody') : fullName(person);
  };
  return (
    <Card
      title={t('versions.title')}
      description={t('versions.text')}
      aside={
        view.version > 0 && !view.removed ? (
          <Button size="sm" onClick={() => setCompared(first)}>
            {t('diff.title')}
          </Button>
        ) : undefined
      }
    >
      {view.versions.length === 0 ? (
        <p className="text-ink-soft">{t('versions.none')}</p>
      ) : (
        <ul className="-mx-4 divide-y divide-edge sm:-mx-5">
          {view.versions.map(({ version, address, publishedAt, publishedBy, texts }) => (
            <li key={version} className="px-4 py-3 sm:px-5">
              <div className="flex flex-wrap items-baseline gap-x-3 gap-y-1">
                <span className="font-medium">{t('row.version', { version })}</span>
                <span className="text-sm text-ink-faint">
                  <Moment at={publishedAt} />, {t('versions.by', { name: nameOf(publishedBy) })}
                </span>
                <span className="flex flex-wrap items-baseline gap-x-3 gap-y-1 sm:ml-auto">
                  {texts.map(({ language }) => (
                    <a
                      key={language}
                      href={`/agreement/${address}?lang=${language}`}
                      target="_blank"
                      rel="noreferrer"
                      aria-label={t('versions.openIn', { version, language: t(`language.${language}`) })}
                      className="inline-flex items-center gap-1 rounded-sm text-accent underline-offset-2 hover:underline"
                    >
                      {t(`language.${language}`)} <ExternalLink className="size-3.5" aria-hidden />
                    </a>
                  ))}
                  <Link
                    href={`/consents?agreement=${view.agreementId}&version=${version}`}
                    className="rounded-sm text-accent underline-offset-2 hover:underline"
                  >
                    {t('versions.consents')}
                  </Link>
                  {version > 1 && (
                    <Button
                      look="link"
                      size="none"
                      aria-label={t('versions.compareWith', { version })}
                      onClick={() => setCompared({ from: version - 1, to: version })}
                    >
                      {t('versions.compare')}
                    </Button>
                  )}
                </span>
              </div>
              <dl className="mt-1 flex flex-col gap-0.5 text-xs text-ink-faint">
                {texts.map(({ language, hash }) => (
                  <div key={language} className="flex flex-wrap gap-x-2">
                    <dt>{t('versions.hash', { language: t(`language.${language}`) })}</dt>
                    <dd className="font-mono break-all">{hash}</dd>
                  </div>
                ))}
              </dl>
            </li>
          ))}
        </ul>
      )}
      <Changes view={view} compared={compared} onCompare={setCompared} />
    </Card>
  );
}
