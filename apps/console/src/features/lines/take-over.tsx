'use client';

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useState } from 'react';

import {
  differingPaths,
  tabOf,
  tabsToSave,
  valueAt,
  type LineChanges,
  type LineSettings,
  type Tab,
} from '@switchboard/domain/line';

import { useTRPC } from '../../rpc/client.tsx';
import { fieldsOf } from '../../rpc/failure.ts';
import type { LineView } from '../../rpc/shapes.ts';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { Field } from '../../ui/field.tsx';
import { useFieldWords } from '../../ui/field-words.ts';
import { Select } from '../../ui/input.tsx';
import { Modal } from '../../ui/modal.tsx';
import { useSettingWords } from '../../ui/setting-words.ts';
import { Skeleton } from '../../ui/skeleton.tsx';
import { say } from '../../ui/toast.tsx';
import { useLine } from './use-line.tsx';

const tabs = Object.keys(tabsToSave) as Tab[];

/** Settings of another line are taken over, tab by tab, with everything that changes said before. */
export function TakeOver() {
  const t = useTranslations('lines.copy');
  const trpc = useTRPC();
  const { line, readOnly } = useLine();
  const { data: lines = [] } = useQuery(trpc.lines.list.queryOptions({}));
  const [asking, setAsking] = useState(false);
  const others = lines.filter(({ lineId }) => lineId !== line.lineId);
  if (readOnly || others.length === 0) return null;
  return (
    <Card id="copy" title={t('title')} description={t('text')}>
      <Button onClick={() => setAsking(true)}>{t('open')}</Button>
      <Modal open={asking} onOpenChange={setAsking} title={t('title')} description={t('text')} className="max-w-2xl">
        <Choosing others={others} onClose={() => setAsking(false)} />
      </Modal>
    </Card>
  );
}

function Choosing({ others, onClose }: { others: { lineId: string; name: string }[]; onClose: () => void }) {
  const t = useTranslations('lines.copy');
  const lines = useTranslations('lines');
  const wrong = useFieldWords();
  const names = useTranslations('lineTabs.tab');
  const common = useTranslations('common');
  const trpc = useTRPC();
  const cache = useQueryClient();
  const { line, inForce } = useLine();
  const [from, setFrom] = useState('');
  const [chosen, setChosen] = useState<readonly Tab[]>([]);
  const other = useQuery(trpc.lines.get.queryOptions({ lineId: from }, { enabled: from !== '' }));
  const { data: people = [] } = useQuery(trpc.people.list.queryOptions({}));
  const { data: departments = [] } = useQuery(trpc.people.departments.queryOptions({}));
  const { data: lists = [] } = useQuery(trpc.quickReplies.lists.queryOptions({}));
  const { data: agreements = [] } = useQuery(trpc.agreements.choices.queryOptions({}));
  const { data: arranged } = useQuery(trpc.pipelines.list.queryOptions({}));
  const pipelines = arranged?.pipelines ?? [];
  const save = useMutation(trpc.lines.save.mutationOptions());
  const words = useSettingWords({ people, departments, lists, agreements, pipelines });
  const theirs = other.data?.settings as LineSettings | undefined;
  const paths =
    theirs === undefined ? [] : differingPaths(inForce.settings, theirs).filter((path) => chosen.includes(tabOf(path)));

  const put = (answer: { version: number; settings: unknown }) => {
    cache.setQueryData(trpc.lines.get.queryKey({ lineId: line.lineId }), (now) =>
      now === undefined ? now : { ...now, version: answer.version, settings: answer.settings as LineView['settings'] },
    );
    void cache.invalidateQueries({ queryKey: trpc.lines.list.pathKey() });
    void cache.invalidateQueries({ queryKey: trpc.lines.crew.pathKey() });
  };
  const send = async (version: number, changes: LineChanges) => {
    const answer = await save.mutateAsync({ lineId: line.lineId, version, changes });
    put(answer);
    return answer;
  };
  const submit = async () => {
    if (theirs === undefined) return;
    const of = (settings: LineSettings) => Object.fromEntries(paths.map((path) => [path, valueAt(settings, path)]));
    const former = of(inForce.settings);
    try {
      const answer = await send(inForce.version, of(theirs));
      if (!answer.saved) {
        say('refused', t('stale'));
        return;
      }
      say('done', t('done'), {
        label: common('undo'),
        onClick: () => void send(answer.version, former).catch(() => say('refused', t('stale'))),
      });
      onClose();
    } catch (error) {
      const [field] = Object.values(fieldsOf(error));
      say('refused', wrong(field) ?? lines('failed'));
    }
  };
  return (
    <form
      noValidate
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <Field label={t('from')}>
        {(control) => (
          <Select
            {...control}
            value={from}
            onChange={(event) => {
              setFrom(event.target.value);
              if (chosen.length === 0) setChosen(tabs.filter((tab) => tab !== 'queue'));
            }}
          >
            <option value="">{t('choose')}</option>
            {others.map((one) => (
              <option key={one.lineId} value={one.lineId}>
                {one.name}
              </option>
            ))}
          </Select>
        )}
      </Field>
      {from !== '' && (
        <fieldset>
          <legend className="mb-1.5 text-sm font-medium">{t('tabs')}</legend>
          <div className="grid grid-cols-2 gap-x-4 gap-y-1.5 sm:grid-cols-3">
            {tabs.map((tab) => (
              <label key={tab} className="flex items-center gap-2">
                <input
                  type="checkbox"
                  checked={chosen.includes(tab)}
                  onChange={(event) =>
                    setChosen(event.target.checked ? [...chosen, tab] : chosen.filter((one) => one !== tab))
                  }
                  className="size-4 accent-accent-fill"
                />
                <span className="min-w-0">{names(tab === 'clientEmails' ? 'other' : tab)}</span>
              </label>
            ))}
          </div>
        </fieldset>
      )}
      {from !== '' &&
        (theirs === undefined ? (
          <Skeleton className="h-32" />
        ) : paths.length === 0 ? (
          <p className="text-ink-soft">{t('nothing')}</p>
        ) : (
          <section
            aria-label={t('changes')}
            tabIndex={0}
            className="max-h-72 overflow-y-auto rounded-lg border border-edge"
          >
            <ul>
              {paths.map((path) => (
                <li key={path} className="border-b border-edge px-3 py-2 last:border-b-0">
                  <p className="text-sm font-medium">
                    {names(tabOf(path) === 'clientEmails' ? 'other' : (tabOf(path) as 'queue'))}: {words.name(path)}
                  </p>
                  <dl className="mt-0.5 grid gap-x-4 gap-y-1 text-sm sm:grid-cols-2">
                    <div className="min-w-0">
                      <dt className="text-xs text-ink-faint">{t('now')}</dt>
                      <dd className="break-words">{words.value(path, inForce.settings)}</dd>
                    </div>
                    <div className="min-w-0">
                      <dt className="text-xs text-ink-faint">{t('then')}</dt>
                      <dd className="break-words">{words.value(path, theirs)}</dd>
                    </div>
                  </dl>
                </li>
              ))}
            </ul>
          </section>
        ))}
      <div className="flex justify-end gap-2">
        <Button onClick={onClose}>{common('cancel')}</Button>
        <Button type="submit" look="primary" disabled={paths.length === 0} busy={save.isPending}>
          {t('submit')}
        </Button>
      </div>
    </form>
  );
}
