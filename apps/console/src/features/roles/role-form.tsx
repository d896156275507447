'use client';

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { GitCompareArrows, RotateCcw } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useRef, useState } from 'react';

import {
  defaultRights,
  isBuiltIn,
  may,
  reachesOf,
  type Action,
  type Reach,
  type RoleRights,
} from '@switchboard/domain/access';

import { useTRPC } from '../../rpc/client.tsx';
import { fieldsOf } from '../../rpc/failure.ts';
import { useMe } from '../../rpc/me.ts';
import type { RoleRow } from '../../rpc/shapes.ts';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { useFieldWords } from '../../ui/field-words.ts';
import { Input, Select } from '../../ui/input.tsx';
import { say } from '../../ui/toast.tsx';
import { consequencesOf } from './consequences.ts';
import { differencesOf, isSameRole, take, type Draft } from './differences.ts';
import { groupNames, groups } from './groups.ts';
import { LineExceptions } from './line-exceptions.tsx';
import { roleName } from './role-name.ts';
import { useRoleWords } from './use-role-words.ts';

/** How many sentences of what follows are shown before the rest is counted. */
const mostTold = 4;

/** What the role may do, changed as a draft and saved at once, with what follows for people said before. */
export function RoleForm({ role, roles }: { role: RoleRow; roles: RoleRow[] }) {
  const t = useTranslations('roles');
  const wrong = useFieldWords();
  const words = useRoleWords();
  const me = useMe();
  const trpc = useTRPC();
  const cache = useQueryClient();
  const save = useMutation(trpc.roles.save.mutationOptions());
  const { data: people = [] } = useQuery(trpc.people.list.queryOptions({}));
  const { data: lines = [] } = useQuery(trpc.lines.list.queryOptions({}));
  const builtIn = isBuiltIn(role.roleId);
  /** What the draft began with; whatever somebody else saves meanwhile does not move it. */
  const [former, setFormer] = useState<Draft & { version: number }>(() => draftOf(role));
  const [draft, setDraft] = useState<Draft>(former);
  const [theirs, setTheirs] = useState<(Draft & { version: number }) | null>(null);
  const [problem, setProblem] = useState<string | undefined>();
  const nameInput = useRef<HTMLInputElement>(null);
  const readOnly = role.roleId === 'administrator' || !may(me, 'people', {});
  const isDirty = !isSameRole(draft, former);

  // A role that nobody is changing here is shown as it is now.
  if (!isDirty && theirs === null && role.version > former.version) {
    setFormer(draftOf(role));
    setDraft(draftOf(role));
  }

  const begin = (next: Draft & { version: number }) => {
    setFormer(next);
    setDraft(next);
    setTheirs(null);
    setProblem(undefined);
  };
  /** What is wrong with the name is shown at it, wherever the page was scrolled to. */
  const misnamed = (told: string | undefined) => {
    setProblem(told);
    nameInput.current?.focus();
  };
  const change = (rights: RoleRights) => setDraft((now) => ({ ...now, rights }));
  const submit = async () => {
    const name = roleName.safeParse(draft.name);
    if (!builtIn && !name.success) {
      misnamed(name.error.issues[0]?.message);
      return;
    }
    setProblem(undefined);
    try {
      const answer = await save.mutateAsync({
        roleId: role.roleId,
        version: (theirs ?? former).version,
        rights: draft.rights,
        ...(builtIn ? {} : { name: draft.name }),
      });
      if (!answer.saved) {
        if (answer.because === 'stale') setTheirs(draftOf(answer.now));
        else say('refused', answer.because === 'wider-than-yours' ? t('wider-than-yours') : t('fixed'));
        return;
      }
      begin({ ...draft, name: draft.name.trim(), version: answer.version });
      say('done', t('saved'));
      await cache.invalidateQueries({ queryKey: trpc.roles.pathKey() });
      void cache.invalidateQueries({ queryKey: trpc.session.me.pathKey() });
    } catch (error) {
      const field = fieldsOf(error);
      const told = field['name'] ?? field['rights.lines'];
      if (told === undefined) say('refused', t('saveFailed'));
      else misnamed(told);
    }
  };
  const lineName = (lineId: string) => lines.find((line) => line.lineId === lineId)?.name ?? t('exceptions.gone');
  const whereOf = (lineId: string | null) => (lineId === null ? '' : t('moves.on', { line: lineName(lineId) }));
  const known = new Map(roles.map((one) => [one.roleId, one.rights]));
  const consequences = isDirty ? consequencesOf(role.roleId, draft.rights, known, people.filter(working)) : [];
  const felt = consequences.filter(({ widens, narrows }) => widens + narrows > 0);
  const different = theirs === null ? [] : differencesOf(theirs, draft);

  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
      className="flex flex-col gap-5"
    >
      {!readOnly && !builtIn && (
        <Card title={t('name.label')}>
          <Input
            ref={nameInput}
            aria-label={t('name.label')}
            aria-invalid={problem !== undefined}
            aria-describedby={problem === undefined ? undefined : 'role-name-error'}
            value={draft.name}
            onChange={(event) => setDraft({ ...draft, name: event.target.value })}
            autoComplete="off"
            className="max-w-80"
          />
          {problem !== undefined && (
            <p id="role-name-error" role="alert" className="mt-1.5 text-sm text-overdue">
              {wrong(problem)}
            </p>
          )}
        </Card>
      )}
      <Card
        title={t('rights.title')}
        description={t('rights.text')}
        aside={
          builtIn &&
          !readOnly && (
            <Button
              size="sm"
              disabled={isSameRole(draft, { ...draft, rights: defaultOf(role.roleId) })}
              onClick={() => change(defaultOf(role.roleId))}
            >
              <RotateCcw /> {t('defaults.reset')}
            </Button>
          )
        }
      >
        {readOnly && role.roleId !== 'administrator' && <p className="mb-3 text-ink-soft">{t('readOnly')}</p>}
        <div className="flex flex-col gap-5">
          {groupNames.map((group) => (
            <section key={group} aria-labelledby={`group-${group}`}>
              <h3 id={`group-${group}`} className="mb-1 text-sm font-semibold text-ink-soft">
                {t(`group.${group}`)}
              </h3>
              <ul className="divide-y divide-edge border-y border-edge">
                {groups[group].map((action) => (
                  <RightRow
                    key={action}
                    action={action}
                    reach={draft.rights.general[action]}
                    readOnly={readOnly}
                    onChange={(reach) =>
                      change({ ...draft.rights, general: { ...draft.rights.general, [action]: reach } })
                    }
                  />
                ))}
              </ul>
            </section>
          ))}
        </div>
      </Card>
      {(!readOnly || Object.keys(draft.rights.lines).length > 0) && role.roleId !== 'administrator' && (
        <LineExceptions rights={draft.rights} lines={lines} lineName={lineName} readOnly={readOnly} onChange={change} />
      )}
      {theirs !== null && (
        <div role="alert" className="rounded-xl border border-waiting-mark bg-panel p-4">
          <p className="flex items-center gap-2 font-semibold">
            <GitCompareArrows className="size-4 shrink-0 text-waiting" aria-hidden />
            {t('stale.title')}
          </p>
          <p className="mt-0.5 text-ink-soft">{different.length === 0 ? t('stale.same') : t('stale.text')}</p>
          <dl className="mt-2 flex flex-col gap-2">
            {different.map((difference) => {
              const { action, lineId } = difference;
              const what =
                action === null
                  ? t('name.label')
                  : lineId === null
                    ? words.action(action)
                    : `${t('moves.on', { line: lineName(lineId) })}${words.action(action)}`;
              const told = (of: Draft) => {
                if (action === null) return of.name;
                return words.reach(reachIn(of.rights, action, lineId));
              };
              return (
                <div
                  key={`${lineId} ${action}`}
                  className="flex flex-wrap items-center justify-between gap-x-3 gap-y-1"
                >
                  <div className="min-w-0">
                    <dt className="text-sm text-ink-faint">{what}</dt>
                    <dd className="break-words">{t('stale.values', { theirs: told(theirs), mine: told(draft) })}</dd>
                  </div>
                  <Button
                    size="sm"
                    aria-label={t('stale.takeWhat', { what })}
                    onClick={() => setDraft(take(draft, theirs, difference))}
                  >
                    {t('stale.take')}
                  </Button>
                </div>
              );
            })}
          </dl>
        </div>
      )}
      {!readOnly && (
        <div
          className={
            isDirty
              ? 'sticky bottom-0 flex flex-wrap items-center justify-between gap-3 rounded-xl border border-edge-strong bg-raised px-4 py-3 shadow-high sm:px-5'
              : 'sr-only'
          }
        >
          <div aria-live="polite" className="min-w-0 flex-1 basis-64 text-sm text-ink-soft">
            {isDirty && consequences.length > 0 && felt.length === 0 && <p>{t('moves.nobody')}</p>}
            {felt.slice(0, mostTold).map(({ action, lineId, to, widens, narrows }) => (
              <p key={`${lineId} ${action}`}>
                {action === 'dialogsList' && narrows > 0 && to !== 'any'
                  ? t(`moves.sight.${to}`, { where: whereOf(lineId), count: narrows })
                  : t(narrows > 0 ? 'moves.narrows' : 'moves.widens', {
                      where: whereOf(lineId),
                      action: words.action(action),
                      count: narrows > 0 ? narrows : widens,
                      reach: words.reach(to),
                    })}
              </p>
            ))}
            {felt.length > mostTold && <p>{t('moves.more', { count: felt.length - mostTold })}</p>}
          </div>
          {isDirty && (
            <span className="flex flex-wrap gap-2">
              <Button look="quiet" onClick={() => begin(theirs ?? former)}>
                {t('discard')}
              </Button>
              <Button type="submit" look="primary" busy={save.isPending}>
                {t('save')}
              </Button>
            </span>
          )}
        </div>
      )}
    </form>
  );
}

type RightProps = { action: Action; reach: Reach; readOnly: boolean; onChange: (reach: Reach) => void };

function RightRow({ action, reach, readOnly, onChange }: RightProps) {
  const t = useTranslations('roles');
  const words = useRoleWords();
  const id = `means-${action}`;
  return (
    <li className="flex items-center gap-4 py-2">
      <div className="min-w-0 flex-1">
        <p className="font-medium">{words.action(action)}</p>
        <p id={id} className="text-sm text-pretty text-ink-soft">
          {words.sentence(action, reach)}
        </p>
      </div>
      {readOnly ? (
        <span className="shrink-0 text-ink-soft">{words.reach(reach)}</span>
      ) : (
        <Select
          className="w-32 shrink-0 sm:w-36"
          aria-label={t('reachOf', { action: words.action(action) })}
          aria-describedby={id}
          value={reach}
          onChange={(event) => onChange(reachesOf(action).find((one) => one === event.target.value) ?? 'none')}
        >
          {reachesOf(action).map((one) => (
            <option key={one} value={one}>
              {words.reach(one)}
            </option>
          ))}
        </Select>
      )}
    </li>
  );
}

function draftOf({ version, name, rights }: Pick<RoleRow, 'version' | 'name' | 'rights'>): Draft & { version: number } {
  return { version, name, rights };
}

function defaultOf(roleId: string): RoleRights {
  return isBuiltIn(roleId) ? defaultRights[roleId] : defaultRights.operator;
}

function reachIn(rights: RoleRights, action: Action, lineId: string | null): Reach {
  return (lineId === null ? undefined : rights.lines[lineId]?.[action]) ?? rights.general[action];
}

function working({ dismissedAt }: { dismissedAt: number | null }): boolean {
  return dismissedAt === null;
}
