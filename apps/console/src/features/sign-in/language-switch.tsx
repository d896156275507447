'use client';

import { useRouter } from 'next/navigation';
import { useLocale, useTranslations } from 'next-intl';

import { languageNames, languages } from '../../messages/language.ts';
import { cn } from '../../ui/cn.ts';
import { chooseLanguage } from '../../ui/preferences.ts';

export function LanguageSwitch() {
  const t = useTranslations('outside');
  const now = useLocale();
  const router = useRouter();
  return (
    <div role="group" aria-label={t('language')} className="flex gap-1 text-sm">
      {languages.map((language) => (
        <button
          key={language}
          type="button"
          lang={language}
          aria-pressed={language === now}
          onClick={() => {
            chooseLanguage(language);
            router.refresh();
          }}
          className={cn(
            'rounded-sm px-1.5 py-0.5',
            language === now ? 'font-medium text-ink' : 'text-ink-faint hover:text-ink',
          )}
        >
          {languageNames[language]}
        </button>
      ))}
    </div>
  );
}
