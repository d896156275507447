'use client';

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { ArrowDown, ArrowUp, Ellipsis, Pencil, Plus, Star, Trash2 } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useState, type ReactNode } from 'react';

import { recordKinds, type RecordKind } from '@switchboard/domain/crm';

import { useTRPC } from '../../rpc/client.tsx';
import { fieldsOf } from '../../rpc/failure.ts';
import type { Arrangement, PipelineRow } from '../../rpc/shapes.ts';
import { Badge, type Tone } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { Failed } from '../../ui/failed.tsx';
import { useFieldWords } from '../../ui/field-words.ts';
import { Menu, MenuContent, MenuDivider, MenuItem, MenuTrigger } from '../../ui/menu.tsx';
import { Page, PageHeader } from '../../ui/page.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { say } from '../../ui/toast.tsx';
import { FieldForm, NameForm, RemoveInto, StageForm } from './crm-settings-forms.tsx';

type Stage = PipelineRow['stages'][number];
type OwnField = Arrangement['fields'][number];
/** What is asked for in a window. */
type Asked =
  | { what: 'new-pipeline'; kind: 'lead' | 'deal' }
  | { what: 'rename' | 'remove-pipeline'; pipeline: PipelineRow }
  | { what: 'stage'; pipeline: PipelineRow; stage: Stage | null }
  | { what: 'remove-stage'; pipeline: PipelineRow; stage: Stage }
  | { what: 'field'; kind: RecordKind; field: OwnField | null };

const tones: Record<Stage['meaning'], Tone> = { open: 'offer', won: 'answered', lost: 'muted' };

/** Pipelines with their stages, and the fields that a company added. `connection`: the card of another CRM. */
export function CrmSettings({ connection }: { connection?: ReactNode }) {
  const t = useTranslations('crm');
  const common = useTranslations('common');
  const words = useFieldWords();
  const trpc = useTRPC();
  const cache = useQueryClient();
  const arranged = useQuery(trpc.pipelines.list.queryOptions({}));
  const [asked, setAsked] = useState<Asked | null>(null);
  const { mutateAsync: movePipeline } = useMutation(trpc.pipelines.move.mutationOptions());
  const { mutateAsync: moveStage } = useMutation(trpc.pipelines.moveStage.mutationOptions());
  const { mutateAsync: moveField } = useMutation(trpc.pipelines.moveField.mutationOptions());
  const { mutateAsync: removeField } = useMutation(trpc.pipelines.removeField.mutationOptions());
  const { mutateAsync: restoreField } = useMutation(trpc.pipelines.restoreField.mutationOptions());
  const attempt = async (act: () => Promise<unknown>): Promise<boolean> => {
    try {
      await act();
      return true;
    } catch (error) {
      const [problem] = Object.values(fieldsOf(error));
      say('refused', words(problem) ?? t('failed'));
      return false;
    } finally {
      await cache.invalidateQueries({ queryKey: trpc.pipelines.pathKey() });
      void cache.invalidateQueries({ queryKey: trpc.records.pathKey() });
    }
  };
  const takeAway = async (field: OwnField) => {
    const { fieldId } = field;
    if (!(await attempt(() => removeField({ fieldId })))) return;
    say('done', t('settings.fieldRemoved', { name: field.name }), {
      label: common('undo'),
      onClick: () =>
        void attempt(async () => {
          const answer = await restoreField({ fieldId });
          if (!answer.restored) say('refused', t(`settings.refused.${answer.because}`));
        }),
    });
  };

  return (
    <Page>
      <PageHeader title={t('settings.title')} description={t('settings.text')} />
      <div className="flex flex-col gap-4">
        {connection}
        {arranged.data === undefined ? (
          arranged.isError ? (
            <Failed onRetry={() => void arranged.refetch()} />
          ) : (
            <Skeleton className="h-72 rounded-xl" />
          )
        ) : (
          <>
            {arranged.data.crm === 'built-in' ? (
              (['lead', 'deal'] as const).map((kind) => {
                const pipelines = arranged.data.pipelines.filter((one) => one.kind === kind);
                return (
                  <Card
                    key={kind}
                    title={t(`settings.pipelines.${kind}`)}
                    description={t('settings.pipelines.text')}
                    aside={
                      <Button size="sm" onClick={() => setAsked({ what: 'new-pipeline', kind })}>
                        <Plus /> {t('settings.newPipeline')}
                      </Button>
                    }
                  >
                    <div className="flex flex-col gap-5">
                      {pipelines.map((pipeline, index) => (
                        <Pipeline
                          key={pipeline.pipelineId}
                          pipeline={pipeline}
                          first={index === 0}
                          only={pipelines.length === 1}
                          onAsk={setAsked}
                          onFirst={() =>
                            void attempt(() =>
                              movePipeline({
                                pipelineId: pipeline.pipelineId,
                                beforePipelineId: pipelines[0]?.pipelineId ?? null,
                              }),
                            )
                          }
                          onMove={(stageId, beforeStageId) => void attempt(() => moveStage({ stageId, beforeStageId }))}
                        />
                      ))}
                    </div>
                  </Card>
                );
              })
            ) : (
              <Card title={t('settings.elsewhere.title')} description={t('settings.elsewhere.text')} />
            )}
            {recordKinds.map((kind) => {
              const fields = arranged.data.fields.filter((field) => field.kind === kind);
              return (
                <Card
                  key={kind}
                  title={t(`settings.fields.${kind}`)}
                  description={t('settings.fields.text')}
                  aside={
                    <Button size="sm" onClick={() => setAsked({ what: 'field', kind, field: null })}>
                      <Plus /> {t('settings.newField')}
                    </Button>
                  }
                >
                  {fields.length === 0 ? (
                    <p className="text-ink-faint">{t('settings.noFields')}</p>
                  ) : (
                    <ul className="divide-y divide-edge rounded-lg border border-edge">
                      {fields.map((field, at) => (
                        <li key={field.fieldId} className="flex min-h-10 items-center gap-2 py-1 pr-1.5 pl-3">
                          <span className="min-w-0 flex-1 truncate">{field.name}</span>
                          <span className="shrink-0 text-sm text-ink-faint">{t(`fieldType.${field.type}`)}</span>
                          <RowMenu
                            name={field.name}
                            onUp={
                              at === 0
                                ? null
                                : () =>
                                    void attempt(() =>
                                      moveField({
                                        fieldId: field.fieldId,
                                        beforeFieldId: fields[at - 1]?.fieldId ?? null,
                                      }),
                                    )
                            }
                            onDown={
                              at === fields.length - 1
                                ? null
                                : () =>
                                    void attempt(() =>
                                      moveField({
                                        fieldId: field.fieldId,
                                        beforeFieldId: fields[at + 2]?.fieldId ?? null,
                                      }),
                                    )
                            }
                            onEdit={() => setAsked({ what: 'field', kind, field })}
                            onRemove={() => void takeAway(field)}
                          />
                        </li>
                      ))}
                    </ul>
                  )}
                </Card>
              );
            })}
          </>
        )}
      </div>
      {asked !== null && arranged.data !== undefined && (
        <Window asked={asked} arranged={arranged.data} onClose={() => setAsked(null)} />
      )}
    </Page>
  );
}

function Pipeline({
  pipeline,
  first,
  only,
  onAsk,
  onFirst,
  onMove,
}: {
  pipeline: PipelineRow;
  first: boolean;
  only: boolean;
  onAsk: (asked: Asked) => void;
  onFirst: () => void;
  onMove: (stageId: string, beforeStageId: string | null) => void;
}) {
  const t = useTranslations('crm');
  const { stages } = pipeline;
  return (
    <section aria-label={pipeline.name}>
      <div className="mb-1.5 flex min-h-8 items-center gap-2">
        <h3 className="min-w-0 truncate font-medium">{pipeline.name}</h3>
        {first && !only && <Badge>{t('settings.first')}</Badge>}
        <span className="flex-1" />
        <Menu>
          <MenuTrigger>
            <Button look="quiet" size="icon-sm" aria-label={t('settings.moreOf', { name: pipeline.name })}>
              <Ellipsis />
            </Button>
          </MenuTrigger>
          <MenuContent align="end">
            <MenuItem onSelect={() => onAsk({ what: 'rename', pipeline })}>
              <Pencil aria-hidden /> {t('settings.rename')}
            </MenuItem>
            {!first && (
              <MenuItem onSelect={onFirst}>
                <Star aria-hidden /> {t('settings.makeFirst')}
              </MenuItem>
            )}
            {!only && (
              <>
                <MenuDivider />
                <MenuItem danger onSelect={() => onAsk({ what: 'remove-pipeline', pipeline })}>
                  <Trash2 aria-hidden /> {t('settings.removePipeline')}
                </MenuItem>
              </>
            )}
          </MenuContent>
        </Menu>
      </div>
      <ol className="divide-y divide-edge rounded-lg border border-edge">
        {stages.map((stage, at) => (
          <li key={stage.stageId} className="flex min-h-10 items-center gap-2 py-1 pr-1.5 pl-3">
            <span className="min-w-0 flex-1 truncate">{stage.name}</span>
            <Badge tone={tones[stage.meaning]}>{t(`state.${stage.meaning}`)}</Badge>
            <RowMenu
              name={stage.name}
              onUp={at === 0 ? null : () => onMove(stage.stageId, stages[at - 1]?.stageId ?? null)}
              onDown={at === stages.length - 1 ? null : () => onMove(stage.stageId, stages[at + 2]?.stageId ?? null)}
              onEdit={() => onAsk({ what: 'stage', pipeline, stage })}
              onRemove={stages.length > 1 ? () => onAsk({ what: 'remove-stage', pipeline, stage }) : null}
            />
          </li>
        ))}
      </ol>
      <Button
        look="link"
        size="none"
        className="mt-2 text-sm"
        onClick={() => onAsk({ what: 'stage', pipeline, stage: null })}
      >
        <Plus className="size-3.5" /> {t('settings.newStage')}
      </Button>
    </section>
  );
}

/** What can be done with a row of an ordered list. */
function RowMenu({
  name,
  onUp,
  onDown,
  onEdit,
  onRemove,
}: {
  name: string;
  onUp: (() => void) | null;
  onDown: (() => void) | null;
  onEdit: () => void;
  onRemove: (() => void) | null;
}) {
  const t = useTranslations('crm');
  return (
    <Menu>
      <MenuTrigger>
        <Button look="quiet" size="icon-sm" aria-label={t('settings.moreOf', { name })}>
          <Ellipsis />
        </Button>
      </MenuTrigger>
      <MenuContent align="end">
        <MenuItem onSelect={onEdit}>
          <Pencil aria-hidden /> {t('settings.edit')}
        </MenuItem>
        <MenuItem disabled={onUp === null} onSelect={() => onUp?.()}>
          <ArrowUp aria-hidden /> {t('settings.up')}
        </MenuItem>
        <MenuItem disabled={onDown === null} onSelect={() => onDown?.()}>
          <ArrowDown aria-hidden /> {t('settings.down')}
        </MenuItem>
        {onRemove !== null && (
          <>
            <MenuDivider />
            <MenuItem danger onSelect={onRemove}>
              <Trash2 aria-hidden /> {t('settings.remove')}
            </MenuItem>
          </>
        )}
      </MenuContent>
    </Menu>
  );
}

function Window({ asked, arranged, onClose }: { asked: Asked; arranged: Arrangement; onClose: () => void }) {
  const t = useTranslations('crm');
  const trpc = useTRPC();
  const { pipelines: calls } = trpc;
  const { mutateAsync: create } = useMutation(calls.create.mutationOptions());
  const { mutateAsync: rename } = useMutation(calls.rename.mutationOptions());
  const { mutateAsync: remove } = useMutation(calls.remove.mutationOptions());
  const { mutateAsync: removeStage } = useMutation(calls.removeStage.mutationOptions());
  const tell = (because: 'last' | 'too-many') => say('refused', t(`settings.refused.${because}`));
  switch (asked.what) {
    case 'new-pipeline':
      return (
        <NameForm
          title={t('settings.newPipeline')}
          name=""
          onClose={onClose}
          onSave={async (name) => {
            const answer = await create({ kind: asked.kind, name });
            if (!answer.created) tell(answer.because);
          }}
        />
      );
    case 'rename':
      return (
        <NameForm
          title={t('settings.rename')}
          name={asked.pipeline.name}
          onClose={onClose}
          onSave={async (name) => {
            await rename({ pipelineId: asked.pipeline.pipelineId, name });
          }}
        />
      );
    case 'remove-pipeline':
      return (
        <RemoveInto
          title={t('settings.removeNamed', { name: asked.pipeline.name })}
          targets={arranged.pipelines.filter(
            ({ kind, pipelineId }) => kind === asked.pipeline.kind && pipelineId !== asked.pipeline.pipelineId,
          )}
          onClose={onClose}
          onRemove={async (toStageId) => {
            const answer = await remove({ pipelineId: asked.pipeline.pipelineId, toStageId });
            if (!answer.removed) tell(answer.because);
          }}
        />
      );
    case 'remove-stage':
      return (
        <RemoveInto
          title={t('settings.removeNamed', { name: asked.stage.name })}
          targets={[
            {
              ...asked.pipeline,
              stages: asked.pipeline.stages.filter(({ stageId }) => stageId !== asked.stage.stageId),
            },
          ]}
          onClose={onClose}
          onRemove={async (toStageId) => {
            const answer = await removeStage({ stageId: asked.stage.stageId, toStageId });
            if (!answer.removed) say('refused', t('settings.refused.last-open'));
          }}
        />
      );
    case 'stage':
      return <StageForm pipelineId={asked.pipeline.pipelineId} stage={asked.stage} onClose={onClose} />;
    case 'field':
      return <FieldForm kind={asked.kind} field={asked.field} onClose={onClose} />;
  }
}
