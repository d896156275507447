'use client';

import { Volume2, VolumeX } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { Popover } from 'radix-ui';
import { useEffect, useState } from 'react';

import { Button } from '../../ui/button.tsx';
import { Switch } from '../../ui/switch.tsx';
import { notificationState, ring, soundWanted, wantSound } from './alerts.ts';

/** How offers make themselves heard: sound, and notifications, which the browser asks about only after a click. */
export function OfferAlerts() {
  const t = useTranslations('inbox.alerts');
  const [sound, setSound] = useState(true);
  const [permission, setPermission] = useState<ReturnType<typeof notificationState>>('default');
  useEffect(() => {
    setSound(soundWanted());
    setPermission(notificationState());
  }, []);
  const quiet = !sound && permission !== 'granted';
  return (
    <Popover.Root>
      <Popover.Trigger asChild>
        <Button look="quiet" size="icon-sm" aria-label={t('title')}>
          {quiet ? <VolumeX /> : <Volume2 />}
        </Button>
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content
          align="end"
          sideOffset={6}
          collisionPadding={8}
          aria-label={t('title')}
          className="z-50 flex w-72 animate-rise flex-col gap-4 rounded-lg border border-edge bg-raised p-4 shadow-high outline-none"
        >
          <Switch
            label={t('sound')}
            checked={sound}
            onChange={(on) => {
              setSound(on);
              wantSound(on);
              if (on) ring();
            }}
          />
          {permission === 'default' && (
            <Button onClick={() => void Notification.requestPermission().then(setPermission)} className="w-full">
              {t('ask')}
            </Button>
          )}
          {permission !== 'default' && <p className="text-sm text-ink-soft">{t(permission)}</p>}
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}
