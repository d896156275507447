'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useState, type ReactNode } from 'react';

import { fieldTypes, fieldWords, type FieldType, type RecordKind } from '@switchboard/domain/crm';

import { useTRPC } from '../../rpc/client.tsx';
import { fieldsOf } from '../../rpc/failure.ts';
import type { Arrangement, PipelineRow } from '../../rpc/shapes.ts';
import { Button } from '../../ui/button.tsx';
import { Choices } from '../../ui/choices.tsx';
import { useFieldWords } from '../../ui/field-words.ts';
import { Field } from '../../ui/field.tsx';
import { Input, Select, Textarea } from '../../ui/input.tsx';
import { Modal } from '../../ui/modal.tsx';
import { say } from '../../ui/toast.tsx';

/** A window with a form: what is wrong with a value is said at it, and everything is read anew once it was saved. */
function FormWindow({
  title,
  description,
  action,
  danger = false,
  onSave,
  onProblems,
  onClose,
  children,
}: {
  title: string;
  description?: string;
  action: string;
  danger?: boolean;
  onSave: () => Promise<void>;
  onProblems: (problems: Record<string, string>) => void;
  onClose: () => void;
  children: ReactNode;
}) {
  const t = useTranslations('crm');
  const common = useTranslations('common');
  const trpc = useTRPC();
  const cache = useQueryClient();
  const [busy, setBusy] = useState(false);
  const submit = async () => {
    setBusy(true);
    try {
      await onSave();
      await cache.invalidateQueries({ queryKey: trpc.pipelines.pathKey() });
      void cache.invalidateQueries({ queryKey: trpc.records.pathKey() });
      onClose();
    } catch (error) {
      const told = error instanceof Wrong ? error.problems : fieldsOf(error);
      onProblems(told);
      if (Object.keys(told).length === 0) say('refused', t('failed'));
    } finally {
      setBusy(false);
    }
  };
  return (
    <Modal
      open
      onOpenChange={(open) => !open && onClose()}
      title={title}
      {...(description === undefined ? {} : { description })}
    >
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
        className="flex flex-col gap-4"
      >
        {children}
        <div className="flex flex-wrap justify-end gap-2">
          <Button onClick={onClose}>{common('cancel')}</Button>
          <Button type="submit" look={danger ? 'danger' : 'primary'} busy={busy}>
            {action}
          </Button>
        </div>
      </form>
    </Modal>
  );
}

/** What is typed is not as it must be: keys of the messages by their fields. */
class Wrong extends Error {
  readonly problems: Record<string, string>;
  constructor(problems: Record<string, string>) {
    super('Some fields are not as they must be');
    this.problems = problems;
  }
}

function checkedName(name: string): string {
  if (name.trim() === '') throw new Wrong({ name: 'pipelines.name.empty' });
  if (name.trim().length > 100) throw new Wrong({ name: 'pipelines.name.long' });
  return name.trim();
}

/** Asks for the name of a pipeline. */
export function NameForm({
  title,
  name,
  onSave,
  onClose,
}: {
  title: string;
  name: string;
  onSave: (name: string) => Promise<void>;
  onClose: () => void;
}) {
  const t = useTranslations('crm');
  const common = useTranslations('common');
  const words = useFieldWords();
  const [typed, setTyped] = useState(name);
  const [problems, setProblems] = useState<Record<string, string>>({});
  return (
    <FormWindow
      title={title}
      action={common('save')}
      onSave={async () => onSave(checkedName(typed))}
      onProblems={setProblems}
      onClose={onClose}
    >
      <Field label={t('settings.name')} error={words(problems['name'])}>
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
    </FormWindow>
  );
}

/** A stage: its name, and what it means for the records in it. */
export function StageForm({
  pipelineId,
  stage,
  onClose,
}: {
  pipelineId: string;
  stage: PipelineRow['stages'][number] | null;
  onClose: () => void;
}) {
  const t = useTranslations('crm');
  const common = useTranslations('common');
  const words = useFieldWords();
  const { pipelines: calls } = useTRPC();
  const { mutateAsync: add } = useMutation(calls.addStage.mutationOptions());
  const { mutateAsync: save } = useMutation(calls.saveStage.mutationOptions());
  const [name, setName] = useState(stage?.name ?? '');
  const [meaning, setMeaning] = useState(stage?.meaning ?? 'open');
  const [problems, setProblems] = useState<Record<string, string>>({});
  return (
    <FormWindow
      title={t(stage === null ? 'settings.newStage' : 'settings.editStage')}
      action={common('save')}
      onProblems={setProblems}
      onClose={onClose}
      onSave={async () => {
        const given = { name: checkedName(name), meaning };
        if (stage === null) {
          const answer = await add({ pipelineId, ...given });
          if (!answer.added) say('refused', t(`settings.refused.${answer.because}`));
        } else {
          const answer = await save({ stageId: stage.stageId, ...given });
          if (!answer.saved) say('refused', t(`settings.refused.${answer.because}`));
        }
      }}
    >
      <Field label={t('settings.name')} error={words(problems['name'])}>
        {(control) => (
          <Input
            {...control}
            autoFocus
            autoComplete="off"
            value={name}
            onChange={(event) => setName(event.target.value)}
          />
        )}
      </Field>
      <Choices
        legend={t('settings.meaning')}
        value={meaning}
        onChange={setMeaning}
        choices={(['open', 'won', 'lost'] as const).map((value) => ({
          value,
          label: t(`state.${value}`),
          hint: t(`settings.meanings.${value}`),
        }))}
      />
    </FormWindow>
  );
}

/** Asks into which stage the records go of what is taken away. */
export function RemoveInto({
  title,
  targets,
  onRemove,
  onClose,
}: {
  title: string;
  targets: readonly Pick<PipelineRow, 'pipelineId' | 'name' | 'stages'>[];
  onRemove: (toStageId: string) => Promise<void>;
  onClose: () => void;
}) {
  const t = useTranslations('crm');
  const [to, setTo] = useState(targets[0]?.stages[0]?.stageId ?? '');
  return (
    <FormWindow
      title={title}
      description={t('settings.recordsGo')}
      action={t('settings.remove')}
      danger
      onProblems={() => {}}
      onSave={() => onRemove(to)}
      onClose={onClose}
    >
      <Field label={t('settings.into')}>
        {(control) => (
          <Select {...control} value={to} onChange={(event) => setTo(event.target.value)}>
            {targets.map((pipeline) => (
              <optgroup key={pipeline.pipelineId} label={pipeline.name}>
                {pipeline.stages.map(({ stageId, name }) => (
                  <option key={stageId} value={stageId}>
                    {name}
                  </option>
                ))}
              </optgroup>
            ))}
          </Select>
        )}
      </Field>
    </FormWindow>
  );
}

/** A field of the company's own. Its type is chosen once: what records hold in it stays what it is. */
export function FieldForm({
  kind,
  field,
  onClose,
}: {
  kind: RecordKind;
  field: Arrangement['fields'][number] | null;
  onClose: () => void;
}) {
  const t = useTranslations('crm');
  const common = useTranslations('common');
  const words = useFieldWords();
  const { pipelines: calls } = useTRPC();
  const { mutateAsync: add } = useMutation(calls.addField.mutationOptions());
  const { mutateAsync: save } = useMutation(calls.saveField.mutationOptions());
  const [name, setName] = useState(field?.name ?? '');
  const [type, setType] = useState<FieldType>(field?.type ?? 'text');
  const [options, setOptions] = useState(field?.options.join('\n') ?? '');
  const [problems, setProblems] = useState<Record<string, string>>({});
  const lines = options
    .split('\n')
    .map((one) => one.trim())
    .filter((one) => one !== '');
  return (
    <FormWindow
      title={t(field === null ? 'settings.newField' : 'settings.editField')}
      action={common('save')}
      onProblems={setProblems}
      onClose={onClose}
      onSave={async () => {
        const read = fieldWords.safeParse({ name, type, options: type === 'choice' ? lines : [] });
        if (!read.success)
          throw new Wrong(
            Object.fromEntries(read.error.issues.map(({ path: [part], message }) => [String(part), message])),
          );
        if (field === null) {
          const answer = await add({ kind, words: read.data });
          if (!answer.added) say('refused', t(`settings.refused.${answer.because}`));
        } else await save({ fieldId: field.fieldId, name: read.data.name, options: read.data.options });
      }}
    >
      <Field label={t('settings.name')} error={words(problems['name'] ?? problems['words.name'])}>
        {(control) => (
          <Input
            {...control}
            autoFocus
            autoComplete="off"
            value={name}
            onChange={(event) => setName(event.target.value)}
          />
        )}
      </Field>
      <Field label={t('settings.type')} {...(field === null ? {} : { hint: t('settings.typeStays') })}>
        {(control) => (
          <Select
            {...control}
            disabled={field !== null}
            value={type}
            onChange={(event) => setType(fieldTypes.find((one) => one === event.target.value) ?? type)}
          >
            {fieldTypes.map((one) => (
              <option key={one} value={one}>
                {t(`fieldType.${one}`)}
              </option>
            ))}
          </Select>
        )}
      </Field>
      {type === 'choice' && (
        <Field label={t('settings.options')} hint={t('settings.optionsHint')} error={words(problems['options'])}>
          {(control) => (
            <Textarea {...control} rows={5} value={options} onChange={(event) => setOptions(event.target.value)} />
          )}
        </Field>
      )}
    </FormWindow>
  );
}
