import { zonesOf } from './zones.ts';

const countries = new Map(
  Object.entries(zonesOf).flatMap(([country, zones]) => zones.split(' ').map((zone) => [zone, country] as const)),
);

/**
 * The country, in two capitals, whose clocks show this IANA time zone: the country of a line is that of its hours. Null
 * for zones that belong to none, UTC among them, and for unknown ones.
 */
export function countryOfZone(timeZone: string): string | null {
  return countries.get(timeZone) ?? null;
}
