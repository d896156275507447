'use client';

import { Star } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { RadioGroup } from 'radix-ui';
import { useState } from 'react';

import type { Acting } from '../../rpc/acting.ts';
import { useMe } from '../../rpc/me.ts';
import type { DialogView } from '../../rpc/shapes.ts';
import { Button } from '../../ui/button.tsx';
import { cn } from '../../ui/cn.ts';
import { Field } from '../../ui/field.tsx';
import { Modal } from '../../ui/modal.tsx';
import { fullName } from '../../ui/person.ts';
import { say } from '../../ui/toast.tsx';

const longestComment = 2_000;

type Props = { view: DialogView; acting: Acting; open: boolean; onOpenChange: (open: boolean) => void };

/** The manager's mark of a dialog: one to five stars and a comment. It can be changed. */
export function MarkDialog({ view, acting, open, onOpenChange }: Props) {
  const t = useTranslations('dialog.mark');
  const me = useMe();
  const { row, mark } = view;
  const [stars, setStars] = useState(mark?.stars ?? 0);
  const [comment, setComment] = useState(mark?.comment ?? '');
  const [missing, setMissing] = useState(false);
  const [busy, setBusy] = useState(false);
  const tooLong = comment.trim().length > longestComment;

  const save = async () => {
    setMissing(stars === 0);
    if (stars === 0 || tooLong) return;
    setBusy(true);
    const outcome = await acting.mark(row, stars, comment.trim());
    setBusy(false);
    if (outcome?.done !== true) return;
    say('done', t('saved'));
    onOpenChange(false);
  };

  return (
    <Modal
      open={open}
      onOpenChange={onOpenChange}
      title={t('title', { number: row.dialogId })}
      {...(row.operator === null || row.operator.employeeId === me.employeeId
        ? {}
        : { description: t('text', { who: fullName(row.operator) }) })}
    >
      <form
        noValidate
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        <div>
          <RadioGroup.Root
            value={stars === 0 ? '' : String(stars)}
            onValueChange={(value) => {
              setStars(Number(value));
              setMissing(false);
            }}
            orientation="horizontal"
            aria-label={t('starsLabel')}
            className="flex gap-1"
          >
            {[1, 2, 3, 4, 5].map((value) => (
              <RadioGroup.Item
                key={value}
                value={String(value)}
                aria-label={t('stars', { stars: value })}
                title={t('stars', { stars: value })}
                className="flex size-10 items-center justify-center rounded-lg hover:bg-hover"
              >
                <Star
                  aria-hidden
                  className={cn('size-6', value <= stars ? 'fill-accent-fill text-accent-fill' : 'text-ink-faint')}
                />
              </RadioGroup.Item>
            ))}
          </RadioGroup.Root>
          {missing && (
            <p role="alert" className="mt-1.5 text-sm text-overdue">
              {t('missing')}
            </p>
          )}
        </div>
        <Field label={t('comment')} hint={t('commentHint')} error={tooLong ? t('commentLong') : undefined}>
          {(control) => (
            <textarea
              {...control}
              rows={4}
              value={comment}
              onChange={(event) => setComment(event.target.value)}
              className="w-full min-w-0 resize-y rounded-md border border-edge-strong bg-panel px-2.5 py-1.5 text-base text-ink hover:border-ink-faint aria-invalid:border-overdue-mark"
            />
          )}
        </Field>
        <div className="flex justify-end">
          <Button type="submit" look="primary" busy={busy}>
            {t('save')}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
