import type { Days, DialogFilter } from '@switchboard/domain/statistics';

export const places = ['lines', 'channels', 'operators', 'departments'] as const;
export type Place = (typeof places)[number];
type Key = keyof DialogFilter;
/** A part of a filter that is taken away by itself. */
type Chip = { key: Key; value?: string | number; words: string };
type LengthKey = 'firstAnswer' | 'handling';
export type ChipWords = {
  days: (days: Days) => string;
  length: (key: LengthKey, length: NonNullable<DialogFilter[LengthKey]>) => string;
  opened: (opened: NonNullable<DialogFilter['opened']>) => string;
  name: (place: Place, id: string) => string;
  offeredTo: (id: string) => string;
  say: (key: Key, value: string) => string;
};

/** What a filter asks, part by part, in the order in which the bar offers it. */
export function chipsOf(filter: DialogFilter, words: ChipWords): Chip[] {
  const { search, period, opened, did, vote, stars, states, facets, closeReasons, clientId } = filter;
  const one = (key: Key, value: string | undefined): Chip[] =>
    value === undefined ? [] : [{ key, words: words.say(key, value) }];
  const each = (key: Key, values: readonly (string | number)[] | undefined): Chip[] =>
    (values ?? []).map((value) => ({ key, value, words: words.say(key, String(value)) }));
  return [
    ...one('search', search),
    ...(period === undefined
      ? []
      : 'preset' in period
        ? one('period', period.preset)
        : [{ key: 'period' as const, words: words.days(period) }]),
    ...(opened === undefined ? [] : [{ key: 'opened' as const, words: words.opened(opened) }]),
    ...one('did', did),
    ...each('states', states),
    ...places.flatMap((place) =>
      (filter[place] ?? []).map((id): Chip => ({ key: place, value: id, words: words.name(place, id) })),
    ),
    ...(filter.offeredTo ?? []).map((id): Chip => ({ key: 'offeredTo', value: id, words: words.offeredTo(id) })),
    ...one('clientId', clientId),
    ...each('facets', facets),
    ...each('closeReasons', closeReasons),
    ...one('vote', vote),
    ...each('stars', stars),
    ...(['firstAnswer', 'handling'] as const).flatMap((key): Chip[] => {
      const length = filter[key];
      return length === undefined ? [] : [{ key, words: words.length(key, length) }];
    }),
  ];
}

/** The filter without that part. */
export function without(filter: DialogFilter, { key, value }: Pick<Chip, 'key' | 'value'>): DialogFilter {
  const now = filter[key];
  const left = Array.isArray(now) && value !== undefined ? now.filter((one) => one !== value) : [];
  const { [key]: _taken, ...rest } = filter;
  return left.length === 0 ? rest : { ...rest, [key]: left };
}
