import { NextIntlClientProvider } from 'next-intl';
import type { ReactNode } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';

import { acts, measures, noCounts, type Measure } from '@switchboard/domain/statistics';

import { en } from '../../messages/en.ts';
import { ru } from '../../messages/ru.ts';
import type { Figures } from '../../rpc/shapes.ts';
import { TooltipProvider } from '../../ui/tooltip.tsx';
import { ChannelFigures } from './channels-page.tsx';
import { askedIn } from './figure-filter.ts';
import { Kpi } from './kpi-page.tsx';
import { Operators } from './operators-page.tsx';
import { Overview } from './overview-page.tsx';
import { Ratings } from './ratings-page.tsx';

const id = (number: number) => `018f0000-0000-4000-8000-${String(number).padStart(12, '0')}`;
const counts = {
  ...noCounts(),
  dialogs: 120,
  incoming: 110,
  newClients: 40,
  repeatedClients: 70,
  accepted: 115,
  answered: 112,
  missed: 8,
  closed: 100,
  firstGoals: 50,
  firstLate: 5,
  good: 9,
  bad: 3,
  marked: 4,
  stars: 14,
};
const before = { ...counts, dialogs: 100, missed: 16, good: 0, bad: 0 };
const durations = Object.fromEntries(
  measures.map((measure) => [measure, { median: 125, ninetieth: 3_720, dialogs: 100 }]),
) as Record<Measure, { median: number; ninetieth: number; dialogs: number }>;
const about: Figures['overview']['about'] = {
  timeZone: 'Europe/Berlin',
  days: { from: '2026-03-02', until: '2026-03-08' },
  comparedWith: { from: '2026-02-23', until: '2026-03-01' },
  grain: 'day',
  countedAt: Date.UTC(2026, 2, 8, 12),
  counting: false,
};
const course = [{ from: '2026-03-03', counts }];
const line = { id: id(1), name: 'Bookings', gone: false };
const channel = { id: id(2), name: 'Website', gone: true, kind: 'live-chat' as const };
const person = { employeeId: id(3), name: 'Anna', surname: 'Berg', photo: null, gone: true };
const did = {
  ...Object.fromEntries(acts.map((act) => [act, 7])),
  answered: 6,
  stars: 28,
} as Figures['operators']['all'];
const { filter } = askedIn(new URLSearchParams('period=2026-03-02..2026-03-08'));
const numbers = { counts, durations };

const overview = {
  about,
  now: numbers,
  before: { counts: before, durations },
  course,
  courseBefore: course,
  channels: [{ channel, counts }],
  lines: [{ line, counts }],
  hours: [{ weekday: 1, hour: 9, dialogs: 120 }],
};
const ratings = {
  about,
  now: counts,
  before,
  course,
  stars: [{ stars: 2, dialogs: 3 }],
  operators: [{ person, good: 9, bad: 3, marked: 4, stars: 14 }],
  lines: [{ line, counts }],
};
const pages: Record<string, ReactNode> = {
  overview: <Overview data={overview} filter={filter} />,
  operators: (
    <Operators
      data={{
        about,
        rows: [{ person, department: { id: id(4), name: 'Sales' }, did, dialogs: 30, durations, online: 7_200 }],
        all: did,
        before: did,
      }}
      filter={filter}
    />
  ),
  ratings: <Ratings data={ratings} filter={filter} />,
  kpi: (
    <Kpi
      data={{
        about,
        now: numbers,
        before: null,
        course,
        lines: [{ line, counts, durations, goals: { firstSeconds: 300, furtherSeconds: null } }],
        operators: [{ person, counts, durations }],
        spread: [
          { from: 0, until: 30, working: 20, calendar: 10 },
          { from: 30, until: null, working: 80, calendar: 90 },
        ],
      }}
      filter={filter}
    />
  ),
  channels: (
    <ChannelFigures
      data={{
        about,
        now: counts,
        before,
        rows: [{ channel, counts, before, durations }],
        course: [{ from: '2026-03-03', channels: [{ channelId: channel.id, dialogs: 120 }] }],
      }}
      filter={filter}
    />
  ),
};

function shown(page: ReactNode, locale: 'en' | 'ru'): string {
  return renderToStaticMarkup(
    <NextIntlClientProvider
      locale={locale}
      messages={locale === 'en' ? en : ru}
      timeZone="UTC"
      onError={(error) => {
        throw error;
      }}
    >
      <TooltipProvider>{page}</TooltipProvider>
    </NextIntlClientProvider>,
  );
}

/** Where a link of the page leads that is called so. */
function leads(html: string, name: string): string | undefined {
  const links = [...html.matchAll(/<a[^>]*>.*?<\/a>/g)].map(([link]) => link);
  const link = links.find((each) => each.includes(`aria-label="${name}"`));
  return /href="([^"]*)"/.exec(link ?? '')?.[1]?.replaceAll('&amp;', '&');
}

describe.each(['en', 'ru'] as const)('the pages of figures in %s', (locale) => {
  it.each(Object.entries(pages))('%s has words for everything it shows', (_, page) => {
    const html = shown(page, locale);
    expect(html).not.toMatch(/NaN|undefined|Infinity|∞|\[object/);
    // What happened in the period leads to the list of the same days.
    expect(html).toMatch(/href="\/dialogs\?period=2026-03-02\.\.2026-03-08/);
  });
});

describe('a figure', () => {
  const html = shown(pages['overview'], 'en');

  it('leads to the dialogs behind it', () => {
    expect(leads(html, 'Missed: 8')).toBe('/dialogs?period=2026-03-02..2026-03-08&facet=missed');
    expect(leads(html, 'Dialogs: 120')).toBe('/dialogs?period=2026-03-02..2026-03-08');
    expect(leads(html, 'Tuesday, 9:00–10:00: 120')).toBe('/dialogs?period=2026-03-02..2026-03-08&opened=tuesday-9');
  });

  it('says how it stood before, in words', () => {
    expect(html).toContain('20% more, was 100');
    expect(html).toContain('50% less, was 16');
  });

  it('says nothing of a change where nothing was before', () => {
    expect(
      shown(<Overview data={{ ...overview, before: { counts: noCounts(), durations } }} filter={filter} />, 'en'),
    ).toContain('nothing to compare');
    expect(shown(<Overview data={{ ...overview, before: null }} filter={filter} />, 'en')).not.toContain('was 100');
  });

  it('of which there is none leads nowhere', () => {
    const none = shown(
      <Overview data={{ ...overview, now: { counts: { ...counts, missed: 0 }, durations } }} filter={filter} />,
      'en',
    );
    expect(leads(none, 'Missed: 0')).toBeUndefined();
  });
});

describe('durations', () => {
  it('say within which time half of them lie, and nine of ten', () => {
    const html = shown(pages['overview'], 'en').replaceAll(/<[^>]+>/g, '');
    expect(html).toContain('2 min 5 s');
    expect(html).toContain('nine of ten within 1 h 2 min');
  });
});

it('whoever or whatever is no longer there is shown, and said to be gone', () => {
  expect(shown(pages['operators'], 'en')).toContain('no longer there');
  expect(shown(pages['channels'], 'en')).toContain('no longer there');
});

describe('a figure of an operator', () => {
  const asked = 'period=2026-03-02..2026-03-08';
  const hrefs = (html: string) =>
    [...html.matchAll(/href="([^"]*)"/g)].map(([, href]) => href?.replaceAll('&amp;', '&'));

  it('of what he did leads to the dialogs in which he did just that', () => {
    const links = hrefs(shown(pages['operators'], 'en'));
    for (const deed of ['answered', 'answers', 'rated', 'marked'])
      expect(links).toEqual(
        expect.arrayContaining([
          `/dialogs?${asked}&operator=${person.employeeId}&did=${deed}`,
          `/dialogs?${asked}&did=${deed}`,
        ]),
      );
    // All dialogs of all of them, and nobody's not.
    expect(links).toContain(`/dialogs?${asked}&facet=with-operator`);
  });

  it('of his ratings leads to those that were rated, though none was rated good', () => {
    const rated = `/dialogs?${asked}&operator=${person.employeeId}&facet=rated`;
    const none = { ...ratings, operators: [{ person, good: 0, bad: 3, marked: 4, stars: 14 }] };
    for (const data of [ratings, none]) {
      const links = hrefs(shown(<Ratings data={data} filter={filter} />, 'en'));
      expect(links).toContain(rated);
      expect(links).toContain(`/dialogs?${asked}&operator=${person.employeeId}&facet=marked`);
    }
  });
});

it('the page of ratings leads to what was rated worst', () => {
  const html = shown(pages['ratings'], 'en').replaceAll('&amp;', '&');
  expect(html).toContain('Read the 3 dialogs rated bad');
  expect(html).toContain('href="/dialogs?period=2026-03-02..2026-03-08&vote=bad"');
  expect(html).toContain('href="/dialogs?period=2026-03-02..2026-03-08&stars=1%2C2"');
});
