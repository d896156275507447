'use client';

import { WifiOff } from 'lucide-react';
import { useTranslations } from 'next-intl';

import { Tooltip } from '../../ui/tooltip.tsx';
import { useConnection } from './live-provider.tsx';

/** Says quietly that the feed is interrupted; nothing while it is well, or for its first attempts. */
export function ConnectionState() {
  const t = useTranslations('shell.connection');
  const { phase, attempts } = useConnection();
  const troubled = phase !== 'connected' && attempts > 1;
  return (
    <div role="status" className="flex justify-center">
      {troubled && (
        <Tooltip content={t('text')} side="right">
          <button
            type="button"
            aria-label={`${t('lost')}. ${t('text')}`}
            className="flex size-9 items-center justify-center rounded-md text-waiting"
          >
            <WifiOff className="size-4.5 animate-breathe" aria-hidden />
          </button>
        </Tooltip>
      )}
    </div>
  );
}
