'use client';

import { useQuery } from '@tanstack/react-query';
import { ExternalLink } from 'lucide-react';
import Link from 'next/link';
import { useTranslations } from 'next-intl';

import { may } from '@switchboard/domain/access';

import { useTRPC } from '../../rpc/client.tsx';
import { useMe } from '../../rpc/me.ts';
import { buttonLook } from '../../ui/button.tsx';
import { LineTab } from './line-tab.tsx';
import { Means } from './means.tsx';
import { SelectSetting, SwitchSetting, useSetting } from './setting-fields.tsx';
import { SettingsCard } from './settings-card.tsx';

/** Whether clients are asked to agree to how their data is kept. */
export function AgreementTab({ lineId }: { lineId: string }) {
  return <LineTab lineId={lineId} cards={<Cards lineId={lineId} />} aside={<Means tab="agreement" />} />;
}

function Cards({ lineId }: { lineId: string }) {
  return (
    <SettingsCard card="agreement.consent">
      <SwitchSetting path="agreement.ask" />
      <AgreementSetting lineId={lineId} />
      <SwitchSetting path="agreement.hold.liveChat" />
      <SwitchSetting path="agreement.hold.messengers" />
    </SettingsCard>
  );
}

/** Which of the company's published agreements clients of this line are asked to accept, and what they decided. */
function AgreementSetting({ lineId }: { lineId: string }) {
  const t = useTranslations('lineTabs');
  const me = useMe();
  const { value } = useSetting<string | null>('agreement.agreementId');
  const { data: choices } = useQuery(useTRPC().agreements.choices.queryOptions({}));
  const known = new Map(choices?.map((choice) => [choice.agreementId, choice]));
  const ids = value === null || known.has(value) ? [...known.keys()] : [...known.keys(), value];
  const chosen = value === null ? undefined : known.get(value);
  const writes = may(me, 'agreements', {});
  const wordsOf = (agreementId: string): string => {
    const choice = known.get(agreementId);
    if (choice !== undefined) return t('agreements.choice', { name: choice.name, version: choice.version });
    return choices === undefined ? '…' : t('agreements.removed');
  };
  return (
    <div className="flex flex-col gap-3">
      <SelectSetting
        path="agreement.agreementId"
        values={ids}
        words={wordsOf}
        none={t('noAgreements')}
        {...(choices?.length === 0 ? { hint: t(writes ? 'agreements.none' : 'agreements.noneAsk') } : {})}
      />
      <div className="flex flex-wrap items-center gap-2 empty:hidden">
        {chosen !== undefined && (
          <a
            href={`/agreement/${chosen.address}`}
            target="_blank"
            rel="noreferrer"
            className={buttonLook({ size: 'sm' })}
          >
            {t('agreements.read')} <ExternalLink aria-hidden />
          </a>
        )}
        {writes && (
          <>
            <Link href={`/consents?line=${lineId}`} className={buttonLook({ size: 'sm' })}>
              {t('agreements.consents')}
            </Link>
            <Link href="/agreements" className={buttonLook({ size: 'sm', look: 'quiet' })}>
              {t('agreements.manage')}
            </Link>
          </>
        )}
      </div>
    </div>
  );
}
