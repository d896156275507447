'use client';

import { CloudOff } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { startTransition } from 'react';

import { Button } from '../ui/button.tsx';
import { Empty } from '../ui/empty.tsx';

export default function Failure({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  const t = useTranslations('errors');
  const router = useRouter();
  return (
    <main className="flex min-h-full items-center justify-center">
      <Empty
        icon={CloudOff}
        title={<h1>{t('failure.title')}</h1>}
        action={
          <Button
            look="primary"
            onClick={() =>
              startTransition(() => {
                router.refresh();
                reset();
              })
            }
          >
            {t('failure.action')}
          </Button>
        }
      >
        {t('failure.text')}
        {error.digest !== undefined && <p className="mt-2 font-mono text-xs text-ink-faint">{error.digest}</p>}
      </Empty>
    </main>
  );
}
