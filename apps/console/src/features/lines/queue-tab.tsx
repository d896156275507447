'use client';

import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useState } from 'react';

import { crewOf } from '@switchboard/domain/people';
import {
  distributions,
  notCounted,
  offerMinutesPresets,
  operatorData,
  type QueueSettings,
} from '@switchboard/domain/queue';

import { useTRPC } from '../../rpc/client.tsx';
import { Field } from '../../ui/field.tsx';
import { Input } from '../../ui/input.tsx';
import { fullName } from '../../ui/person.ts';
import { Skeleton } from '../../ui/skeleton.tsx';
import { Switch } from '../../ui/switch.tsx';
import { problemAt, problemsOf } from './line-draft.ts';
import { LineTab } from './line-tab.tsx';
import { Members } from './members.tsx';
import { QueuePreview } from './queue-preview.tsx';
import { ChoiceSetting, SwitchSetting, TimeSetting, useSetting } from './setting-fields.tsx';
import { SettingsCard } from './settings-card.tsx';
import { ShownFields } from './shown-fields.tsx';
import { treeOf } from './tree.ts';
import { useLine } from './use-line.tsx';

/** Who answers, how dialogs find them, and what clients see of them. */
export function QueueTab({ lineId }: { lineId: string }) {
  return <LineTab lineId={lineId} cards={<Cards />} aside={<QueuePreview />} />;
}

function Cards() {
  const t = useTranslations('lineTabs');
  const queue = useTranslations('queue');
  const { distribution } = useLine().draft.queue;
  return (
    <>
      <SettingsCard card="queue.members">
        <WhoAnswers />
      </SettingsCard>
      <SettingsCard card="queue.distribution">
        <ChoiceSetting
          path="queue.distribution"
          values={distributions}
          words={(value) => t(`choice.queue.distribution.${value}`)}
          hints={(value) => t(`choiceHint.queue.distribution.${value}`)}
          columns={3}
        />
        <TimeSetting
          path="queue.offerMinutes"
          presets={offerMinutesPresets}
          most={720}
          hint={distribution === 'all' ? queue('offerMinutes.hintAll') : queue('offerMinutes.hint')}
        />
      </SettingsCard>
      <SettingsCard card="queue.load">
        <SwitchSetting path="queue.checkAvailability" waits hint={queue('availability.hint')} />
        <Limit />
      </SettingsCard>
      <SettingsCard card="queue.operatorData">
        <ChoiceSetting
          path="queue.operatorData"
          values={operatorData}
          words={(value) => t(`choice.queue.operatorData.${value}`)}
          hints={(value) => t(`choiceHint.queue.operatorData.${value}`)}
          columns={3}
        />
        <Shown />
        <SwitchSetting path="queue.nameInText" />
      </SettingsCard>
    </>
  );
}

function WhoAnswers() {
  const trpc = useTRPC();
  const people = useQuery(trpc.people.list.queryOptions({}));
  const departments = useQuery(trpc.people.departments.queryOptions({}));
  const { distribution } = useLine().draft.queue;
  const { value, set, problem, readOnly } = useSetting<QueueSettings['members']>('queue.members');
  if (people.data === undefined || departments.data === undefined) return <Skeleton className="h-40" />;
  return (
    <Members
      value={value}
      onChange={set}
      people={people.data}
      departments={departments.data}
      problem={problem}
      readOnly={readOnly}
      ordered={distribution === 'strictly'}
    />
  );
}

/** How many dialogs one person is given at most, and which of them count. */
function Limit() {
  const t = useTranslations('lineTabs');
  const words = useTranslations('queue');
  const { distribution } = useLine().draft.queue;
  const { value, set, problem, readOnly } = useSetting<number | null>('queue.limit');
  const [last, setLast] = useState(5);
  return (
    <div className="border-t border-edge pt-4">
      <Switch
        checked={value !== null}
        disabled={readOnly}
        onChange={(on) => {
          if (value !== null && Number.isFinite(value)) setLast(value);
          set(on ? last : null);
        }}
        label={t('name.queue.limit')}
        hint={distribution === 'all' ? words('limit.hintAll') : words('limit.hint')}
      />
      {value !== null && (
        <div className="mt-4 flex flex-col gap-4 pl-11.5">
          <Field label={words('limit.number')} error={problem} className="max-w-48">
            {(input) => (
              <Input
                {...input}
                type="number"
                inputMode="numeric"
                min={1}
                max={1000}
                value={Number.isNaN(value) ? '' : value}
                onChange={(event) => set(event.target.valueAsNumber)}
              />
            )}
          </Field>
          <ChoiceSetting
            path="queue.notCounted"
            labelled
            values={notCounted}
            words={(one) => t(`choice.queue.notCounted.${one}`)}
            hints={(one) => t(`choiceHint.queue.notCounted.${one}`)}
          />
        </div>
      )}
    </div>
  );
}

const nothing = { name: '', position: '', photo: '' };

/** The names and pictures that stand in place of the profile's, by the mode that is chosen; those of other modes are kept. */
function Shown() {
  const words = useTranslations('queue.operatorData');
  const trpc = useTRPC();
  const { data: people = [] } = useQuery(trpc.people.list.queryOptions({}));
  const { data: departments = [] } = useQuery(trpc.people.departments.queryOptions({}));
  const { line, draft, inForce, typed } = useLine();
  const { members, operatorData: mode } = draft.queue;
  const problems = problemsOf(typed, inForce.settings, 'queue.operatorData');
  const wrong = (path: string) =>
    (['name', 'position', 'photo'] as const).filter((field) => problemAt(problems, `${path}.${field}`) !== undefined);
  const replaced = useSetting<QueueSettings['replaced']>('queue.replaced');
  const hidden = useSetting<QueueSettings['hidden']>('queue.hidden');
  if (mode === 'hidden')
    return (
      <div className="border-t border-edge pt-4">
        <ShownFields
          value={hidden.value}
          onChange={hidden.set}
          legend={words('hidden')}
          fallback={{ name: line.name, position: '' }}
          wrong={wrong('queue.hidden')}
          readOnly={hidden.readOnly}
        />
      </div>
    );
  if (mode !== 'replaced') return null;
  return (
    <div className="flex flex-col gap-4 border-t border-edge pt-4">
      <p className="text-sm text-ink-faint">{words('replacedFields')}</p>
      {crewOf(members, treeOf(departments)).map((employeeId) => {
        const person = people.find((one) => one.employeeId === employeeId);
        if (person === undefined) return null;
        return (
          <ShownFields
            key={employeeId}
            legend={fullName(person)}
            value={replaced.value[employeeId] ?? nothing}
            fallback={{ name: fullName(person), position: person.position }}
            wrong={wrong(`queue.replaced.${employeeId}`)}
            onChange={(shown) => replaced.set({ ...replaced.value, [employeeId]: shown })}
            readOnly={replaced.readOnly}
          />
        );
      })}
    </div>
  );
}
