'use client';

import { CircleAlert } from 'lucide-react';
import { useTranslations } from 'next-intl';

import { Button } from './button.tsx';
import { Empty } from './empty.tsx';

/** Something could not be read; reading again is one key away. */
export function Failed({ onRetry, className }: { onRetry: () => void; className?: string }) {
  const t = useTranslations('common');
  return (
    <div role="alert" className={className}>
      <Empty
        icon={CircleAlert}
        title={t('failed.title')}
        action={<Button onClick={onRetry}>{t('failed.retry')}</Button>}
      >
        {t('failed.text')}
      </Empty>
    </div>
  );
}
