'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { CircleHelp, LogOut, Search, UserRound } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { useEffect, useState } from 'react';

import { languageNames, languages, type Language } from '../../messages/language.ts';
import { useTRPC } from '../../rpc/client.tsx';
import { useMe } from '../../rpc/me.ts';
import { Avatar } from '../../ui/avatar.tsx';
import { cn } from '../../ui/cn.ts';
import { Menu, MenuChoice, MenuContent, MenuDivider, MenuItem, MenuTrigger } from '../../ui/menu.tsx';
import { fullName } from '../../ui/person.ts';
import { chooseLanguage, chosenTheme, chooseTheme, themes, type Theme } from '../../ui/preferences.ts';
import { PresenceDot } from '../../ui/presence.tsx';
import { say } from '../../ui/toast.tsx';
import { Tooltip } from '../../ui/tooltip.tsx';

function useStatus() {
  const t = useTranslations('shell.status');
  const trpc = useTRPC();
  const cache = useQueryClient();
  const key = trpc.session.me.queryKey({});
  const put = (away: boolean) =>
    cache.setQueryData(key, (me) => (me === undefined || me === null ? me : { ...me, away }));
  return useMutation(
    trpc.people.setAway.mutationOptions({
      onMutate: ({ away }) => void put(away),
      onError: (_, { away }) => {
        put(!away);
        say('refused', t('failed'));
      },
    }),
  );
}

/** Available or away: whether this operator is offered dialogs. */
export function StatusSwitch({ className }: { className?: string }) {
  const t = useTranslations('shell.status');
  const { away } = useMe();
  const status = useStatus();
  return (
    <Tooltip content={away ? t('awayHint') : t('availableHint')} side="right">
      <button
        type="button"
        role="switch"
        aria-checked={!away}
        aria-label={t('label')}
        onClick={() => status.mutate({ away: !away })}
        className={cn('size-10 items-center justify-center rounded-lg hover:bg-hover', className)}
      >
        <span
          aria-hidden
          className={cn(
            'relative h-4 w-7 rounded-full transition-colors',
            away ? 'bg-waiting-mark' : 'bg-answered-mark',
          )}
        >
          <span
            className={cn(
              'absolute top-0.5 left-0.5 size-3 rounded-full bg-white transition-transform',
              !away && 'translate-x-3',
            )}
          />
        </span>
      </button>
    </Tooltip>
  );
}

/** Who is signed in, and what concerns only him. */
export function SelfMenu({ onHelp, onSearch }: { onHelp: () => void; onSearch: () => void }) {
  const t = useTranslations('shell');
  const me = useMe();
  const router = useRouter();
  const trpc = useTRPC();
  const status = useStatus();
  const signOut = useMutation(trpc.signIn.out.mutationOptions({ onSettled: () => window.location.assign('/sign-in') }));
  const saveProfile = useMutation(trpc.people.saveProfile.mutationOptions());
  const [theme, setTheme] = useState<Theme>('system');
  useEffect(() => setTheme(chosenTheme()), []);

  const speak = async (language: Language) => {
    chooseLanguage(language);
    try {
      await saveProfile.mutateAsync({ name: me.name, surname: me.surname, position: me.position, language });
      router.refresh();
    } catch {
      say('refused', t('languageFailed'));
    }
  };

  return (
    <Menu>
      <MenuTrigger>
        <button
          type="button"
          aria-label={t('self', { name: fullName(me) })}
          className="relative flex size-11 items-center justify-center rounded-lg hover:bg-hover sm:size-10"
        >
          <Avatar name={me.name} surname={me.surname} photo={me.photo} size="md" />
          <PresenceDot
            presence={me.away ? 'away' : 'available'}
            className="absolute right-0.5 bottom-0.5 ring-2 ring-ground"
          />
        </button>
      </MenuTrigger>
      <MenuContent side="right" align="end" className="w-60">
        <div className="px-2 py-1.5">
          <p className="truncate font-medium">{fullName(me)}</p>
          <p className="truncate text-sm text-ink-faint">{me.email}</p>
        </div>
        <MenuDivider />
        <MenuChoice
          legend={t('status.label')}
          value={me.away ? 'away' : 'available'}
          onChange={(value) => status.mutate({ away: value === 'away' })}
          choices={[
            { value: 'available', label: t('status.available') },
            { value: 'away', label: t('status.away') },
          ]}
        />
        <MenuDivider />
        <MenuChoice
          legend={t('theme.label')}
          value={theme}
          onChange={(value) => {
            setTheme(value);
            chooseTheme(value);
          }}
          choices={themes.map((value) => ({ value, label: t(`theme.${value}`) }))}
        />
        <MenuDivider />
        <MenuChoice
          legend={t('language')}
          value={me.language}
          onChange={(value) => void speak(value)}
          choices={languages.map((value) => ({ value, label: languageNames[value] }))}
        />
        <MenuDivider />
        <MenuItem onSelect={onSearch} className="sm:hidden">
          <Search aria-hidden /> {t('search')}
        </MenuItem>
        <MenuItem onSelect={() => router.push('/settings')}>
          <UserRound aria-hidden /> {t('profile')}
        </MenuItem>
        <MenuItem onSelect={onHelp}>
          <CircleHelp aria-hidden /> {t('keys.title')}
        </MenuItem>
        <MenuItem onSelect={() => signOut.mutate({})}>
          <LogOut aria-hidden /> {t('signOut')}
        </MenuItem>
      </MenuContent>
    </Menu>
  );
}
