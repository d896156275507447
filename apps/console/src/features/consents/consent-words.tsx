'use client';

import { useTranslations } from 'next-intl';

import type { ConsentRow } from '../../rpc/shapes.ts';
import { Badge, type Tone } from '../../ui/badge.tsx';
import { useClientName } from '../../ui/client-name.ts';

const tones: Record<ConsentRow['decision'], Tone> = {
  accepted: 'answered',
  declined: 'plain',
  withdrawn: 'plain',
  erased: 'muted',
};

/** What was decided, as a word on its colour. */
export function Decision({ decision }: { decision: ConsentRow['decision'] }) {
  const t = useTranslations('consents.decision');
  return <Badge tone={tones[decision]}>{t(decision)}</Badge>;
}

/** How rows of the ledger are told: whom they are about, what was decided on, and how. */
export function useConsentWords(): (row: ConsentRow) => { client: string; subject: string; how: string } {
  const t = useTranslations('consents');
  const nameOf = useClientName();
  return ({ client, agreement, version, how, employee }) => ({
    client: client.erased ? t('erasedClient') : nameOf({ ...client, name: client.name ?? '' }),
    subject:
      agreement === null
        ? t('everything')
        : version === null
          ? agreement.name
          : t('agreementVersion', { name: agreement.name, version }),
    how: how === 'by-hand' && employee !== null ? t('byEmployee', { name: employee.name }) : t(`how.${how}`),
  });
}
