'use client';

import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';

import { isOpen } from '@switchboard/domain/hours';
import { textOf } from '@switchboard/domain/line';
import { render, type LineText } from '@switchboard/domain/text';

import { cn } from '../../ui/cn.ts';
import { useNow } from '../../ui/now.tsx';
import { useMinutesInWords } from '../../ui/time.tsx';
import { useSampleValues } from './text-setting.tsx';
import { useLine } from './use-line.tsx';

/** A dialog in the live chat as its client sees it, with everything the line says by itself by the settings on the page. */
export function ClientSees() {
  const t = useTranslations('lineTabs.sees');
  const minutes = useMinutesInWords();
  const values = useSampleValues();
  const now = useNow(60_000);
  const { draft } = useLine();
  const { autoActions, hours, rating } = draft;
  const said = (what: LineText) => render(textOf(draft, what, 'live-chat') ?? '', values);
  const outside = isOpen(hours, now) ? '' : said('outside-hours');
  const parts: [string, ReactNode][] = [
    ['welcome', said('welcome')],
    ['outside', outside],
  ];
  const waited = outside === '' ? said('no-answer') : '';
  const closing = said('closing');
  const ask = rating.ask ? said('rate') : '';
  const silent = said('client-silent');
  const nothing = [...parts.map(([, text]) => text), waited, closing, ask, silent].every((text) => text === '');
  return (
    <section aria-label={t('title')} className="flex flex-col gap-1.5 rounded-lg border border-edge bg-ground p-3">
      <Bubble own>{t('client')}</Bubble>
      {parts.map(([key, text]) => text !== '' && <Bubble key={key}>{text}</Bubble>)}
      {waited !== '' && (
        <>
          <Between>{t('unanswered', { time: minutes(autoActions.unanswered.minutes) })}</Between>
          <Bubble>{waited}</Bubble>
        </>
      )}
      {(closing !== '' || ask !== '') && <Between>{t('finishing')}</Between>}
      {closing !== '' && <Bubble>{closing}</Bubble>}
      {ask !== '' && (
        <Bubble>
          {ask}
          <span aria-hidden className="mt-1.5 flex gap-1.5">
            <span className="rounded-md border border-edge-strong px-2 py-0.5 text-sm">{t('good')}</span>
            <span className="rounded-md border border-edge-strong px-2 py-0.5 text-sm">{t('bad')}</span>
          </span>
        </Bubble>
      )}
      {silent !== '' && (
        <>
          <Between>{t('silent', { time: minutes((autoActions.clientSilent.hours ?? 0) * 60) })}</Between>
          <Bubble>{silent}</Bubble>
        </>
      )}
      {nothing && <p className="text-sm text-ink-faint">{t('nothing')}</p>}
    </section>
  );
}

function Bubble({ own = false, children }: { own?: boolean; children: ReactNode }) {
  return (
    <div
      className={cn(
        'max-w-[90%] rounded-lg px-3 py-1.5 text-sm break-words whitespace-pre-line',
        own ? 'self-end rounded-br-sm bg-accent-fill text-on-accent' : 'self-start rounded-bl-sm bg-muted-soft',
      )}
    >
      {children}
    </div>
  );
}

function Between({ children }: { children: ReactNode }) {
  return <p className="self-center px-2 py-1 text-center text-xs text-ink-faint">{children}</p>;
}
