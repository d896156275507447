'use client';

import { MousePointerClick } from 'lucide-react';
import dynamic from 'next/dynamic';
import { useTranslations } from 'next-intl';
import { useEffect } from 'react';

import { Empty } from '../../ui/empty.tsx';
import { useOpenDialog } from '../../ui/open-dialog.ts';
import { DialogSkeleton } from './dialog-skeleton.tsx';
import type { Place } from './open-dialog-pane.tsx';

const load = () => import('./open-dialog-pane.tsx');
const OpenedDialog = dynamic(() => load().then((file) => file.OpenedDialog), { loading: DialogSkeleton });

/** The dialog that the address names; what shows one is loaded as soon as somebody moves, so that the first has not to wait. */
export function OpenDialog({ place }: { place: Place }) {
  const t = useTranslations('dialog');
  const dialogId = useOpenDialog();

  useEffect(() => {
    const ahead = () => void load();
    const once = { once: true, passive: true };
    window.addEventListener('pointermove', ahead, once);
    window.addEventListener('touchstart', ahead, once);
    window.addEventListener('keydown', ahead, once);
    return () => {
      window.removeEventListener('pointermove', ahead);
      window.removeEventListener('touchstart', ahead);
      window.removeEventListener('keydown', ahead);
    };
  }, []);

  if (dialogId === null) {
    return (
      <div className="flex h-full items-center justify-center">
        <Empty icon={MousePointerClick} title={t('none.title')}>
          {t('none.text')}
        </Empty>
      </div>
    );
  }
  return <OpenedDialog key={dialogId} dialogId={dialogId} place={place} />;
}
