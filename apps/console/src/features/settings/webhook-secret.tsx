'use client';

import { useTranslations } from 'next-intl';

import { Button } from '../../ui/button.tsx';
import { CopyField } from '../../ui/copy-field.tsx';
import { Modal } from '../../ui/modal.tsx';

/** A secret, shown this once. */
export function WebhookSecret({ secret, onDone }: { secret: string | null; onDone: () => void }) {
  const t = useTranslations('webhooks.secret');
  return (
    <Modal
      open={secret !== null}
      onOpenChange={(open) => !open && onDone()}
      title={t('made')}
      description={t('madeText')}
    >
      <div className="flex flex-col gap-4">
        <CopyField label={t('label')} text={secret ?? ''} />
        <Button look="primary" className="self-end" onClick={onDone}>
          {t('done')}
        </Button>
      </div>
    </Modal>
  );
}
