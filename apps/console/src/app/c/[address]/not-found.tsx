import { MessageCircleOff } from 'lucide-react';
import { getTranslations } from 'next-intl/server';

import { Empty } from '../../../ui/empty.tsx';

/** Said to clients, who have no console to go to. */
export default async function NoSuchChat() {
  const t = await getTranslations('publicChat');
  return (
    <main className="flex h-dvh items-center justify-center">
      <Empty icon={MessageCircleOff} title={<h1>{t('gone.title')}</h1>}>
        {t('gone.text')}
      </Empty>
    </main>
  );
}
