'use client';

import { useTranslations } from 'next-intl';
import { useState } from 'react';

import type { QuickReplyListView } from '../../rpc/shapes.ts';
import { Button } from '../../ui/button.tsx';
import { Choices } from '../../ui/choices.tsx';
import { Field } from '../../ui/field.tsx';
import { Select } from '../../ui/input.tsx';
import { Modal } from '../../ui/modal.tsx';

type Props = {
  section: { sectionId: string; name: string };
  list: QuickReplyListView;
  onRemove: (replies: 'remove' | 'move', toSectionId: string | null) => void;
  onClose: () => void;
};

/** A section with replies in it is removed: what becomes of them is asked first. */
export function RemoveSection({ section, list, onRemove, onClose }: Props) {
  const t = useTranslations('quickReplies.removeSection');
  const common = useTranslations('common');
  const [replies, setReplies] = useState<'move' | 'remove'>('move');
  const [to, setTo] = useState('');
  const count = list.replies.filter(({ sectionId }) => sectionId === section.sectionId).length;
  return (
    <Modal open onOpenChange={(open) => !open && onClose()} title={t('title', { name: section.name })}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          onRemove(replies, replies === 'move' && to !== '' ? to : null);
          onClose();
        }}
        className="flex flex-col gap-4"
      >
        <Choices
          legend={t('what', { count })}
          value={replies}
          onChange={setReplies}
          choices={[
            { value: 'move', label: t('move') },
            { value: 'remove', label: t('remove') },
          ]}
        />
        {replies === 'move' && (
          <Field label={t('to')}>
            {(control) => (
              <Select {...control} value={to} onChange={(event) => setTo(event.target.value)}>
                <option value="">{t('none')}</option>
                {list.sections
                  .filter(({ sectionId }) => sectionId !== section.sectionId)
                  .map(({ sectionId, name }) => (
                    <option key={sectionId} value={sectionId}>
                      {name}
                    </option>
                  ))}
              </Select>
            )}
          </Field>
        )}
        <div className="flex flex-wrap justify-end gap-2">
          <Button onClick={onClose}>{common('cancel')}</Button>
          <Button type="submit" look="primary">
            {t('action')}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
