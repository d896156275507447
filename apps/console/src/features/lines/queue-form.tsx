'use client';

import { zodResolver } from '@hookform/resolvers/zod';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useEffect, useEffectEvent, useState } from 'react';
import { Controller, useForm, useWatch, type Control, type FieldErrors } from 'react-hook-form';

import { crewOf, type Department } from '@switchboard/domain/people';
import { distributions, notCounted, operatorData, queueSettings, type QueueSettings } from '@switchboard/domain/queue';

import { useTRPC } from '../../rpc/client.tsx';
import { codeOf, fieldsOf } from '../../rpc/failure.ts';
import type { DepartmentRow, Employee, LineView } from '../../rpc/shapes.ts';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { Choices } from '../../ui/choices.tsx';
import { Field } from '../../ui/field.tsx';
import { useFieldWords } from '../../ui/field-words.ts';
import { Input } from '../../ui/input.tsx';
import { fullName } from '../../ui/person.ts';
import { Switch } from '../../ui/switch.tsx';
import { say } from '../../ui/toast.tsx';
import { consequences, differences } from './differences.ts';
import { Members } from './members.tsx';
import { OfferMinutes } from './offer-minutes.tsx';
import { QueuePreview } from './queue-preview.tsx';
import { ShownFields } from './shown-fields.tsx';
import { StaleSave } from './stale-save.tsx';
import { treeOf } from './tree.ts';

type Saved = { version: number; queue: QueueSettings };

/** What was typed and left without saving, with what it was begun from: there again when the tab is opened again. */
const left = new Map<string, { base: Saved; draft: QueueSettings }>();
type Props = { line: LineView; people: Employee[]; departments: DepartmentRow[]; readOnly: boolean };

/** The settings of a line's queue, what they mean now, and what saving them moves. */
export function QueueForm({ line, people, departments, readOnly }: Props) {
  const t = useTranslations('queue');
  const words = useFieldWords();
  const trpc = useTRPC();
  const cache = useQueryClient();
  const save = useMutation(trpc.lines.saveQueue.mutationOptions());
  // What the draft was begun from; `theirs` is a newer version that somebody saved meanwhile.
  const [begun] = useState(() => left.get(line.lineId));
  const [base, setBase] = useState<Saved>(begun?.base ?? { version: line.version, queue: line.queue });
  const [theirs, setTheirs] = useState<Saved | null>(null);
  const [lastLimit, setLastLimit] = useState(line.queue.limit ?? 5);
  const form = useForm<QueueSettings>({
    resolver: zodResolver(queueSettings) as never,
    defaultValues: begun?.draft ?? line.queue,
    mode: 'onChange',
  });
  const { control, reset, setValue, getValues, handleSubmit, formState } = form;
  const draft = useWatch({ control }) as QueueSettings;
  const errors = formState.errors as FieldErrors<QueueSettings>;

  const changed = differences(base.queue, draft).length > 0;
  const names = new Map(people.map((person) => [person.employeeId, person]));
  const tree = treeOf(departments);

  useEffect(() => {
    if (line.version <= base.version || (theirs !== null && line.version <= theirs.version)) return;
    const arrived = { version: line.version, queue: line.queue };
    if (differences(base.queue, getValues()).length === 0 || differences(arrived.queue, getValues()).length === 0) {
      setBase(arrived);
      setTheirs(null);
      reset(line.queue);
    } else {
      setTheirs(arrived);
    }
  }, [base, getValues, line, reset, theirs]);

  const leave = useEffectEvent(() => {
    if (changed) left.set(line.lineId, { base, draft: getValues() });
    else left.delete(line.lineId);
  });
  useEffect(() => () => leave(), []);

  useEffect(() => {
    if (!changed) return;
    const warn = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener('beforeunload', warn);
    return () => window.removeEventListener('beforeunload', warn);
  }, [changed]);

  const submit = handleSubmit(async (queue) => {
    const version = theirs?.version ?? base.version;
    try {
      const answer = await save.mutateAsync({ lineId: line.lineId, version, queue });
      if (answer.saved) {
        setBase({ version: answer.version, queue });
        setTheirs(null);
        reset(queue);
        cache.setQueryData(trpc.lines.get.queryKey({ lineId: line.lineId }), (now) =>
          now === undefined ? now : { ...now, version: answer.version, queue },
        );
        void cache.invalidateQueries({ queryKey: trpc.lines.list.pathKey() });
        void cache.invalidateQueries({ queryKey: trpc.lines.crew.pathKey() });
        say('done', t('saved'));
      } else {
        setTheirs({ version: answer.version, queue: answer.queue });
      }
    } catch (error) {
      const fields = Object.entries(fieldsOf(error));
      for (const [path, message] of fields) form.setError(path.replace(/^queue\./, '') as 'members', { message });
      if (fields.length === 0) say('refused', codeOf(error) === 'FORBIDDEN' ? t('forbidden') : t('failed'));
    }
  });

  return (
    <form
      onSubmit={(event) => void submit(event)}
      noValidate
      className="grid items-start gap-5 xl:grid-cols-[minmax(0,1fr)_20rem]"
    >
      <fieldset disabled={readOnly} className="flex min-w-0 flex-col gap-5">
        {theirs !== null && (
          <StaleSave
            theirs={theirs.queue}
            mine={draft}
            names={names}
            departments={departments}
            onTake={(key) => setValue(key, theirs.queue[key] as never, { shouldDirty: true, shouldValidate: true })}
            onTakeAll={() => {
              setBase(theirs);
              setTheirs(null);
              reset(theirs.queue);
            }}
          />
        )}

        <Card title={t('members.title')} description={t('members.text')}>
          <Controller
            control={control}
            name="members"
            render={({ field }) => (
              <Members
                value={field.value}
                onChange={field.onChange}
                people={people}
                departments={departments}
                problem={words(errors.members?.message ?? errors.members?.root?.message)}
                readOnly={readOnly}
                ordered={draft.distribution === 'strictly'}
              />
            )}
          />
        </Card>

        <Card title={t('distribution.title')} description={t('distribution.text')}>
          <Controller
            control={control}
            name="distribution"
            render={({ field }) => (
              <Choices
                legend={t('distribution.title')}
                value={field.value}
                onChange={field.onChange}
                columns={3}
                choices={distributions.map((value) => ({
                  value,
                  label: t(`distribution.${value}`),
                  hint: t(`distribution.${value}Hint`),
                }))}
              />
            )}
          />
          <div className="mt-5 border-t border-edge pt-4">
            <Controller
              control={control}
              name="offerMinutes"
              render={({ field }) => (
                <OfferMinutes
                  value={field.value}
                  onChange={field.onChange}
                  toAll={draft.distribution === 'all'}
                  problem={words(errors.offerMinutes?.message)}
                />
              )}
            />
          </div>
        </Card>

        <Card title={t('load.title')} description={t('load.text')}>
          <div className="flex flex-col gap-5">
            <Controller
              control={control}
              name="checkAvailability"
              render={({ field }) => (
                <Switch
                  checked={field.value}
                  onChange={field.onChange}
                  disabled={readOnly}
                  label={t('availability.title')}
                  hint={t('availability.hint')}
                />
              )}
            />
            <div className="border-t border-edge pt-4">
              <Controller
                control={control}
                name="limit"
                render={({ field }) => (
                  <>
                    <Switch
                      checked={field.value !== null}
                      disabled={readOnly}
                      onChange={(on) => {
                        if (field.value !== null && Number.isFinite(field.value)) setLastLimit(field.value);
                        field.onChange(on ? lastLimit : null);
                      }}
                      label={t('limit.title')}
                      hint={draft.distribution === 'all' ? t('limit.hintAll') : t('limit.hint')}
                    />
                    {field.value !== null && (
                      <div className="mt-4 pl-11.5">
                        <Field label={t('limit.number')} error={words(errors.limit?.message)} className="max-w-48">
                          {(input) => (
                            <Input
                              {...input}
                              type="number"
                              inputMode="numeric"
                              min={1}
                              max={1000}
                              value={Number.isNaN(field.value) ? '' : (field.value ?? '')}
                              onChange={(event) => field.onChange(event.target.valueAsNumber)}
                            />
                          )}
                        </Field>
                      </div>
                    )}
                  </>
                )}
              />
              {draft.limit !== null && (
                <div className="mt-4 pl-11.5">
                  <p className="mb-2 text-sm font-medium">{t('notCounted.title')}</p>
                  <Controller
                    control={control}
                    name="notCounted"
                    render={({ field }) => (
                      <Choices
                        legend={t('notCounted.title')}
                        value={field.value}
                        onChange={field.onChange}
                        choices={notCounted.map((value) => ({
                          value,
                          label: t(`notCounted.${value}`),
                          hint: t(`notCounted.${value}Hint`),
                        }))}
                      />
                    )}
                  />
                </div>
              )}
            </div>
          </div>
        </Card>

        <Card title={t('operatorData.title')} description={t('operatorData.text')}>
          <Controller
            control={control}
            name="operatorData"
            render={({ field }) => (
              <Choices
                legend={t('operatorData.title')}
                value={field.value}
                onChange={field.onChange}
                columns={3}
                choices={operatorData.map((value) => ({
                  value,
                  label: t(`operatorData.${value}`),
                  hint: t(`operatorData.${value}Hint`),
                }))}
              />
            )}
          />
          {draft.operatorData === 'replaced' && (
            <Replaced
              control={control}
              crew={crewOf(draft.members, tree)}
              names={names}
              errors={errors}
              readOnly={readOnly}
            />
          )}
          {draft.operatorData === 'hidden' && (
            <div className="mt-4 border-t border-edge pt-4">
              <Controller
                control={control}
                name="hidden"
                render={({ field }) => (
                  <ShownFields
                    value={field.value}
                    onChange={field.onChange}
                    legend={t('operatorData.hidden')}
                    fallback={{ name: line.name, position: '' }}
                    wrong={Object.keys(errors.hidden ?? {})}
                    readOnly={readOnly}
                  />
                )}
              />
            </div>
          )}
          <div className="mt-4 border-t border-edge pt-4">
            <Controller
              control={control}
              name="nameInText"
              render={({ field }) => (
                <Switch
                  checked={field.value}
                  onChange={field.onChange}
                  disabled={readOnly}
                  label={t('nameInText.title')}
                  hint={t('nameInText.hint')}
                />
              )}
            />
          </div>
        </Card>

        {!readOnly && (
          <div className="sticky bottom-0 z-10 -mx-4 border-t border-edge bg-ground/95 px-4 py-3 backdrop-blur-sm sm:mx-0 sm:rounded-t-xl sm:border-x sm:px-5">
            <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2">
              <div aria-live="polite" className="min-w-0 flex-1 basis-64 text-sm text-ink-soft">
                {changed ? <Consequences saved={base.queue} draft={draft} names={names} tree={tree} /> : t('unchanged')}
              </div>
              <div className="flex gap-2">
                <Button
                  disabled={!changed}
                  onClick={() => {
                    reset(base.queue);
                  }}
                >
                  {t('discard')}
                </Button>
                <Button type="submit" look="primary" disabled={!changed} busy={save.isPending}>
                  {theirs === null ? t('save') : t('saveMine')}
                </Button>
              </div>
            </div>
          </div>
        )}
      </fieldset>
      <QueuePreview lineId={line.lineId} draft={draft} names={names} changed={changed} />
    </form>
  );
}

type Names = Map<string, Employee>;

function Consequences({
  saved,
  draft,
  names,
  tree,
}: {
  saved: QueueSettings;
  draft: QueueSettings;
  names: Names;
  tree: Department[];
}) {
  const t = useTranslations('queue.consequence');
  const list = consequences(saved, draft, tree);
  if (list.length === 0) return t('none');
  return (
    <ul>
      {list.map((one) => (
        <li key={one.consequence}>
          {one.consequence === 'leaves'
            ? t('leaves', {
                more: Math.max(0, one.employeeIds.length - 5),
                who: one.employeeIds
                  .slice(0, 5)
                  .map((id) => names.get(id))
                  .filter((person) => person !== undefined)
                  .map(fullName)
                  .join(', '),
              })
            : t(one.consequence)}
        </li>
      ))}
    </ul>
  );
}

function Replaced({
  control,
  crew,
  names,
  errors,
  readOnly,
}: {
  control: Control<QueueSettings>;
  /** Everybody who answers, through a department too. */
  crew: string[];
  names: Names;
  errors: FieldErrors<QueueSettings>;
  readOnly: boolean;
}) {
  const t = useTranslations('queue.operatorData');
  const wrong = (errors.replaced ?? {}) as Record<string, Record<string, unknown> | undefined>;
  return (
    <div className="mt-4 flex flex-col gap-4 border-t border-edge pt-4">
      <p className="text-sm text-ink-faint">{t('replacedFields')}</p>
      <Controller
        control={control}
        name="replaced"
        render={({ field }) => (
          <>
            {crew.map((employeeId) => {
              const person = names.get(employeeId);
              if (person === undefined) return null;
              return (
                <ShownFields
                  key={employeeId}
                  legend={fullName(person)}
                  value={field.value[employeeId] ?? { name: '', position: '', photo: '' }}
                  fallback={{ name: fullName(person), position: person.position }}
                  wrong={Object.keys(wrong[employeeId] ?? {})}
                  onChange={(shown) => field.onChange({ ...field.value, [employeeId]: shown })}
                  readOnly={readOnly}
                />
              );
            })}
          </>
        )}
      />
    </div>
  );
}
