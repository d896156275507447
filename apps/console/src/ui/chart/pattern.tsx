import { colourOf, type Series } from './look.ts';

/** The ground of a series' bars as a pattern that `fill` names by its id; nothing for a plain one. */
export function Pattern({ id, series: { tone, look } }: { id: string; series: Series }) {
  const colour = colourOf(tone);
  switch (look) {
    case 'stripes':
    case 'hatched':
      return (
        <pattern
          id={id}
          width={look === 'stripes' ? 6 : 4}
          height={look === 'stripes' ? 6 : 4}
          patternUnits="userSpaceOnUse"
          patternTransform={look === 'stripes' ? 'rotate(45)' : 'rotate(-45)'}
        >
          <rect width="6" height="6" fill={colour} fillOpacity={0.22} />
          <rect width={look === 'stripes' ? 3 : 1.2} height="6" fill={colour} />
        </pattern>
      );
    case 'dots':
      return (
        <pattern id={id} width="6" height="6" patternUnits="userSpaceOnUse">
          <rect width="6" height="6" fill={colour} fillOpacity={0.22} />
          <circle cx="3" cy="3" r="1.4" fill={colour} />
        </pattern>
      );
    default:
      return null;
  }
}

/** What fills the bars of a series. */
export function fillOf(id: string, { tone, look }: Series): string {
  return look === 'stripes' || look === 'hatched' || look === 'dots' ? `url(#${id})` : colourOf(tone);
}
