'use client';

import { useTranslations } from 'next-intl';
import { useState } from 'react';
import type { ZodType } from 'zod';

import { fieldsOf } from '../../rpc/failure.ts';
import { Button } from '../../ui/button.tsx';
import { useFieldWords } from '../../ui/field-words.ts';
import { Field } from '../../ui/field.tsx';
import { Input } from '../../ui/input.tsx';
import { Modal } from '../../ui/modal.tsx';
import { say } from '../../ui/toast.tsx';

type Props = {
  title: string;
  label: string;
  action: string;
  name: string;
  schema: ZodType<string, string>;
  onSave: (name: string) => Promise<void>;
  onClose: () => void;
};

/** Asks for a name; what is wrong with it is said at it. */
export function NameForm({ title, label, action, name, schema, onSave, onClose }: Props) {
  const t = useTranslations('quickReplies');
  const common = useTranslations('common');
  const words = useFieldWords();
  const [typed, setTyped] = useState(name);
  const [problem, setProblem] = useState<string>();
  const [busy, setBusy] = useState(false);
  const submit = async () => {
    const read = schema.safeParse(typed);
    if (!read.success) {
      setProblem(read.error.issues[0]?.message);
      return;
    }
    setBusy(true);
    try {
      await onSave(read.data);
      onClose();
    } catch (error) {
      const told = fieldsOf(error)['name'];
      setProblem(told);
      if (told === undefined) say('refused', t('failed'));
    } finally {
      setBusy(false);
    }
  };
  return (
    <Modal open onOpenChange={(open) => !open && onClose()} title={title}>
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
        className="flex flex-col gap-4"
      >
        <Field label={label} error={words(problem)}>
          {(control) => (
            <Input
              {...control}
              autoFocus
              autoComplete="off"
              value={typed}
              onChange={(event) => setTyped(event.target.value)}
            />
          )}
        </Field>
        <div className="flex flex-wrap justify-end gap-2">
          <Button onClick={onClose}>{common('cancel')}</Button>
          <Button type="submit" look="primary" busy={busy}>
            {action}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
