'use client';

import { ImageUp, LoaderCircle, Trash2 } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useId, useRef, useState, type ClipboardEvent, type DragEvent, type ReactNode } from 'react';

import { Button } from './button.tsx';
import { cn } from './cn.ts';
import { useFieldWords } from './field-words.ts';

type Props = {
  label: string;
  hint?: string;
  /** The address of the picture; null: there is none. */
  value: string | null;
  onChange: (url: string | null) => void;
  /** Keeps a file and answers its address, or the key of what is wrong with it. */
  put: (file: File) => Promise<{ url: string } | { problem: string }>;
  /** Stands in the preview where there is no picture. */
  empty: ReactNode;
  /** A face is shown round and fills its square; a logo keeps its form. */
  shape?: 'face' | 'logo';
  /** The key of what the form found wrong with it. */
  problem?: string | undefined;
  disabled?: boolean;
  className?: string;
};

/** A picture: chosen, dropped onto it or pasted, looked at before it is saved, and taken away again. */
export function PictureInput({
  label,
  hint,
  value,
  onChange,
  put,
  empty,
  shape = 'face',
  problem,
  disabled = false,
  className,
}: Props) {
  const t = useTranslations('person.picture');
  const words = useFieldWords();
  const id = useId();
  const chooser = useRef<HTMLInputElement>(null);
  const [busy, setBusy] = useState(false);
  const [over, setOver] = useState(false);
  const [refused, setRefused] = useState<string | undefined>();
  const wrong = words(refused ?? problem);
  const still = disabled || busy;

  const take = async (file: File | undefined) => {
    if (file === undefined || still) return;
    setBusy(true);
    setRefused(undefined);
    const answer = await put(file);
    setBusy(false);
    if ('problem' in answer) setRefused(answer.problem);
    else onChange(answer.url);
  };

  const takes = {
    onDragOver: (event: DragEvent) => {
      if (still) return;
      event.preventDefault();
      setOver(true);
    },
    onDragLeave: () => setOver(false),
    onDrop: (event: DragEvent) => {
      event.preventDefault();
      setOver(false);
      void take(event.dataTransfer.files[0]);
    },
    onPaste: (event: ClipboardEvent) => {
      const [file] = event.clipboardData.files;
      if (file === undefined) return;
      event.preventDefault();
      void take(file);
    },
  };

  return (
    <div
      role="group"
      aria-labelledby={`${id}-label`}
      aria-describedby={`${id}-hint`}
      aria-busy={busy}
      className={cn(
        'flex items-center gap-4 rounded-lg border border-dashed p-3 transition-colors',
        over ? 'border-accent-fill bg-accent-soft' : wrong === undefined ? 'border-edge-strong' : 'border-overdue-mark',
        className,
      )}
      {...takes}
    >
      <span
        className={cn(
          'relative flex size-16 shrink-0 items-center justify-center overflow-hidden bg-muted-soft text-lg',
          shape === 'face' ? 'rounded-full' : 'rounded-lg',
        )}
      >
        {value === null || value === '' ? (
          empty
        ) : (
          <img
            src={value}
            alt=""
            referrerPolicy="no-referrer"
            className={cn('size-full', shape === 'face' ? 'object-cover' : 'object-contain')}
          />
        )}
        {busy && (
          <span className="absolute inset-0 flex items-center justify-center bg-veil">
            <LoaderCircle className="size-5 animate-spin text-white" aria-hidden />
          </span>
        )}
      </span>
      <div className="min-w-0 flex-1">
        <p id={`${id}-label`} className="text-sm font-medium">
          {label}
        </p>
        <div className="mt-1.5 flex flex-wrap gap-2">
          <input
            ref={chooser}
            type="file"
            accept="image/jpeg,image/png,image/webp,image/gif,image/avif"
            tabIndex={-1}
            aria-hidden
            className="hidden"
            onChange={(event) => {
              void take(event.target.files?.[0]);
              event.target.value = '';
            }}
          />
          <Button size="sm" disabled={disabled} busy={busy} onClick={() => chooser.current?.click()}>
            {!busy && <ImageUp />} {value === null || value === '' ? t('choose') : t('change')}
          </Button>
          {value !== null && value !== '' && (
            <Button
              size="sm"
              look="quiet"
              disabled={still}
              onClick={() => {
                setRefused(undefined);
                onChange(null);
              }}
            >
              <Trash2 /> {t('remove')}
            </Button>
          )}
        </div>
        <p id={`${id}-hint`} className="mt-1.5 text-sm text-pretty text-ink-faint">
          {hint ?? t('hint')}
        </p>
        <p aria-live="polite" className="text-sm text-overdue">
          {busy ? <span className="sr-only">{t('busy')}</span> : wrong}
        </p>
      </div>
    </div>
  );
}
