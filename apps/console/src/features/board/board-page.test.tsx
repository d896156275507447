import { NextIntlClientProvider } from 'next-intl';
import { renderToStaticMarkup } from 'react-dom/server';
import { expect, it } from 'vitest';

import { en } from '../../messages/en.ts';
import { ru } from '../../messages/ru.ts';
import type { Board } from '../../rpc/shapes.ts';
import { NowProvider } from '../../ui/now.tsx';
import { TooltipProvider } from '../../ui/tooltip.tsx';
import { HowItStands } from './board-page.tsx';
import { ClockOf } from './running.tsx';

const at = Date.UTC(2026, 4, 12, 12);
const id = (number: number) => `018f0000-0000-4000-8000-${String(number).padStart(12, '0')}`;
const board: Board = {
  at,
  lines: [
    {
      line: { id: id(1), name: 'Bookings', gone: false },
      active: true,
      waiting: 2,
      waitingSince: at - 125_000,
      offered: 1,
      withBot: 0,
      held: 4,
      unanswered: 1,
      unansweredSince: at - 61_000,
      overdue: 1,
      people: [
        { presence: 'available', people: 2 },
        { presence: 'idle', people: 1 },
      ],
    },
    {
      line: { id: id(2), name: 'Press', gone: false },
      active: false,
      waiting: 0,
      waitingSince: null,
      offered: 0,
      withBot: 0,
      held: 0,
      unanswered: 0,
      unansweredSince: null,
      overdue: 0,
      people: [],
    },
  ],
  operators: [
    {
      person: { employeeId: id(3), name: 'Anna', surname: 'Berg', photo: null, gone: false },
      presence: 'available',
      lines: [id(1)],
      held: 4,
      offered: 1,
      unanswered: 1,
      unansweredSince: at - 61_000,
      overdue: 0,
    },
  ],
};

function shown(board: Board, locale: 'en' | 'ru', readAt = at): string {
  return renderToStaticMarkup(
    <NextIntlClientProvider
      locale={locale}
      messages={locale === 'en' ? en : ru}
      timeZone="UTC"
      onError={(error) => {
        throw error;
      }}
    >
      <NowProvider at={readAt}>
        <TooltipProvider>
          <ClockOf at={at} readAt={readAt}>
            <HowItStands board={board} />
          </ClockOf>
        </TooltipProvider>
      </NowProvider>
    </NextIntlClientProvider>,
  ).replaceAll('&amp;', '&');
}

it.each(['en', 'ru'] as const)('the board has words for everything it shows in %s', (locale) => {
  expect(shown(board, locale)).not.toMatch(/NaN|undefined/);
});

it('says who waits, for how long the longest, and leads to them', () => {
  const html = shown(board, 'en');
  expect(html).toContain('2 min 5 s');
  expect(html).toContain('1 offered');
  expect(html).toContain(`aria-label="In the queue: 3"`);
  expect(html).toContain('href="/dialogs?state=client-waits&facet=nobodys"');
  expect(html).toContain(`href="/dialogs?line=${id(1)}&state=client-waits&facet=nobodys"`);
  expect(html).toContain(`href="/dialogs?operator=${id(3)}&facet=somebodys"`);
  expect(html).toContain(`href="/dialogs?offered=${id(3)}"`);
  expect(html).toContain(`href="/dialogs?line=${id(1)}&facet=offered"`);
});

it('tells times by the clock of the company, however the reader’s own is set', () => {
  expect(shown(board, 'en', at + 7_200_000)).toContain('2 min 5 s');
});

it('says which line is inactive, and where nobody is in the queue', () => {
  const html = shown(board, 'en');
  expect(html).toContain('Inactive');
  expect(html).toContain('Nobody is in the queue of this line');
});

it('of a company without lines says so', () => {
  const html = shown({ at, lines: [], operators: [] }, 'en');
  expect(html).toContain('No lines yet');
  expect(html).toContain('Nobody answers yet');
});
