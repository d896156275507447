import { useId } from 'react';

import { colourOf, dashes, edgeOf, isLine, type Series } from './look.ts';
import { fillOf, Pattern } from './pattern.tsx';

/** How a series is drawn, small: stands beside its name. */
export function Swatch({ series }: { series: Series }) {
  const id = useId().replaceAll(/[^\w-]/g, '');
  return (
    <svg width="20" height="10" aria-hidden className="shrink-0">
      {isLine(series) ? (
        <line
          x1="1"
          x2="19"
          y1="5"
          y2="5"
          stroke={colourOf(series.tone)}
          strokeWidth="2"
          strokeDasharray={dashes[series.look]}
          strokeLinecap={series.look === 'dotted' ? 'round' : 'butt'}
        />
      ) : (
        <>
          <defs>
            <Pattern id={id} series={series} />
          </defs>
          <rect x="3.5" y="0.5" width="13" height="9" fill={fillOf(id, series)} {...edgeOf(series)} />
        </>
      )}
    </svg>
  );
}
