'use client';

import { Check, Copy } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useEffect, useState } from 'react';

import { Button } from './button.tsx';
import { cn } from './cn.ts';

/** A text to take along: shown whole, copied by a button. */
export function CopyField({ label, text, lines = false }: { label: string; text: string; lines?: boolean }) {
  const t = useTranslations('common');
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), 2_000);
    return () => clearTimeout(timer);
  }, [copied]);
  return (
    <div>
      <p className="mb-1.5 text-sm font-medium">{label}</p>
      <div className="flex items-start gap-1 rounded-md border border-edge bg-ground p-1 pl-2.5">
        <code
          tabIndex={0}
          aria-label={label}
          className={cn(
            'min-w-0 flex-1 rounded-sm py-1 font-mono text-xs leading-5 break-all',
            lines ? 'whitespace-pre-wrap' : 'line-clamp-2',
          )}
        >
          {text}
        </code>
        <Button
          look="quiet"
          size="sm"
          aria-label={t('copyWhat', { what: label })}
          onClick={() => {
            void navigator.clipboard.writeText(text).then(() => setCopied(true));
          }}
        >
          {copied ? <Check className="text-answered" /> : <Copy />}
          <span aria-live="polite">{copied ? t('copied') : t('copy')}</span>
        </Button>
      </div>
    </div>
  );
}
