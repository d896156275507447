'use client';

import { useMutation } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useState } from 'react';

import type { RecordKind } from '@switchboard/domain/crm';

import { useTRPC } from '../../rpc/client.tsx';
import { fieldsOf } from '../../rpc/failure.ts';
import { useMe } from '../../rpc/me.ts';
import type { Arrangement } from '../../rpc/shapes.ts';
import { Button } from '../../ui/button.tsx';
import { Modal } from '../../ui/modal.tsx';
import { say } from '../../ui/toast.tsx';
import { newDraft, readDraft } from './record-draft.ts';
import { RecordForm } from './record-form.tsx';
import { useCurrency } from './use-currency.ts';

type Props = {
  kind: RecordKind;
  arranged: Arrangement;
  pipelineId: string | null;
  /** The contact that the deal is made for. */
  contact?: Parameters<typeof RecordForm>[0]['contact'];
  onMade: (recordId: string) => void;
  onClose: () => void;
};

/** The form of a new contact, lead or deal. */
export function NewRecord({ kind, arranged, pipelineId, contact, onMade, onClose }: Props) {
  const t = useTranslations('crm');
  const common = useTranslations('common');
  const trpc = useTRPC();
  const me = useMe();
  const [currency, keepCurrency] = useCurrency();
  const [draft, setDraft] = useState(() => ({
    ...newDraft(me.employeeId, currency),
    contactId: contact?.recordId ?? null,
  }));
  const [problems, setProblems] = useState<Record<string, string>>({});
  const { mutateAsync, isPending } = useMutation(trpc.records.create.mutationOptions());
  const submit = async () => {
    const read = readDraft(kind, draft);
    setProblems(read.problems);
    if (Object.keys(read.problems).length > 0) return;
    try {
      if (read.words.currency !== null) keepCurrency(read.words.currency);
      const { recordId } = await mutateAsync({
        kind,
        words: read.words,
        pipelineId: kind === 'contact' ? null : pipelineId,
      });
      say('done', t(`made.${kind}`));
      onMade(recordId);
    } catch (error) {
      const told = fieldsOf(error);
      setProblems(told);
      if (Object.keys(told).length === 0) say('refused', t('failed'));
    }
  };
  return (
    <Modal open onOpenChange={(open) => !open && onClose()} title={t(`new.${kind}`)} className="max-w-lg">
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
        className="@container flex flex-col gap-5"
      >
        <RecordForm
          kind={kind}
          draft={draft}
          onChange={setDraft}
          problems={problems}
          arranged={arranged}
          {...(contact === undefined ? {} : { contact })}
        />
        <div className="flex flex-wrap justify-end gap-2">
          <Button onClick={onClose}>{common('cancel')}</Button>
          <Button type="submit" look="primary" busy={isPending}>
            {t('create')}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
