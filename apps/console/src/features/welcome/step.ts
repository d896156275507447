'use client';

import { useSearchParams } from 'next/navigation';

export const steps = ['line', 'people', 'channel'] as const;
export type Step = (typeof steps)[number];

/** The step that the address names; the first where it names none. */
export function useStep(): Step {
  const named = useSearchParams().get('step');
  return steps.find((step) => step === named) ?? 'line';
}
