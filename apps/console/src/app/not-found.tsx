import { Compass } from 'lucide-react';
import Link from 'next/link';
import { getTranslations } from 'next-intl/server';

import { buttonLook } from '../ui/button.tsx';
import { Empty } from '../ui/empty.tsx';

export default async function NotFound() {
  const t = await getTranslations('errors');
  return (
    <main className="flex min-h-full items-center justify-center">
      <title>{t('notFound.title')}</title>
      <Empty
        icon={Compass}
        title={<h1>{t('notFound.title')}</h1>}
        action={
          <Link href="/inbox" className={buttonLook({ look: 'plain' })}>
            {t('notFound.action')}
          </Link>
        }
      >
        {t('notFound.text')}
      </Empty>
    </main>
  );
}
