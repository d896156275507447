'use client';

import { X } from 'lucide-react';
import { useTranslations } from 'next-intl';

import { actionsOfLines, mostLinesOfRole, reachesOf, type Reaches, type RoleRights } from '@switchboard/domain/access';

import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { Select } from '../../ui/input.tsx';
import { useRoleWords } from './use-role-words.ts';

type Props = {
  rights: RoleRights;
  lines: readonly { lineId: string; name: string }[];
  lineName: (lineId: string) => string;
  readOnly: boolean;
  onChange: (rights: RoleRights) => void;
};

/** Lines on which the role reaches further or less far than in general. */
export function LineExceptions({ rights, lines, lineName, readOnly, onChange }: Props) {
  const t = useTranslations('roles.exceptions');
  const named = Object.keys(rights.lines);
  const others = lines.filter(({ lineId }) => !named.includes(lineId));
  const put = (lineId: string, line: Partial<Reaches>) => {
    const { [lineId]: _, ...rest } = rights.lines;
    onChange({ ...rights, lines: Object.keys(line).length === 0 ? rest : { ...rights.lines, [lineId]: line } });
  };
  return (
    <Card title={t('title')} description={t('text')}>
      {named.length === 0 ? (
        <p className="text-ink-soft">{t('none')}</p>
      ) : (
        <ul className="flex flex-col gap-3">
          {named.map((lineId) => (
            <li key={lineId} className="rounded-lg border border-edge p-3">
              <Line
                name={lineName(lineId)}
                line={rights.lines[lineId] ?? {}}
                general={rights.general}
                readOnly={readOnly}
                onChange={(line) => put(lineId, line)}
              />
            </li>
          ))}
        </ul>
      )}
      {!readOnly &&
        (named.length >= mostLinesOfRole ? (
          <p className="mt-3 text-sm text-ink-faint">{t('tooMany')}</p>
        ) : (
          others.length > 0 && (
            <Select
              className="mt-3 max-w-72"
              aria-label={t('add')}
              value=""
              onChange={(event) => put(event.target.value, { dialogsList: rights.general.dialogsList })}
            >
              <option value="" disabled>
                {t('add')}…
              </option>
              {others.map(({ lineId, name }) => (
                <option key={lineId} value={lineId}>
                  {name}
                </option>
              ))}
            </Select>
          )
        ))}
    </Card>
  );
}

type LineProps = {
  name: string;
  line: Partial<Reaches>;
  general: Reaches;
  readOnly: boolean;
  onChange: (line: Partial<Reaches>) => void;
};

function Line({ name, line, general, readOnly, onChange }: LineProps) {
  const t = useTranslations('roles.exceptions');
  const reachOf = useTranslations('roles');
  const words = useRoleWords();
  const own = actionsOfLines.filter((action) => line[action] !== undefined);
  const free = actionsOfLines.filter((action) => line[action] === undefined);
  return (
    <>
      <div className="flex items-center justify-between gap-3">
        <p className="min-w-0 truncate font-medium">{name}</p>
        {!readOnly && (
          <Button look="quiet" size="sm" aria-label={t('removeLine', { line: name })} onClick={() => onChange({})}>
            {t('remove')}
          </Button>
        )}
      </div>
      <ul className="mt-1 divide-y divide-edge">
        {own.map((action) => (
          <li key={action} className="flex flex-wrap items-center gap-x-3 gap-y-1 py-1.5">
            <span className="min-w-0 flex-1 basis-40">{words.action(action)}</span>
            {readOnly ? (
              <span className="text-ink-soft">{words.reach(line[action] ?? 'none')}</span>
            ) : (
              <span className="flex items-center gap-1">
                <Select
                  className="w-36"
                  aria-label={`${name}: ${reachOf('reachOf', { action: words.action(action) })}`}
                  value={line[action]}
                  onChange={(event) =>
                    onChange({
                      ...line,
                      [action]: reachesOf(action).find((one) => one === event.target.value) ?? 'none',
                    })
                  }
                >
                  {reachesOf(action).map((one) => (
                    <option key={one} value={one}>
                      {words.reach(one)}
                    </option>
                  ))}
                </Select>
                <Button
                  look="quiet"
                  size="icon-sm"
                  aria-label={t('removeAction', { action: words.action(action), line: name })}
                  onClick={() => {
                    const { [action]: _, ...rest } = line;
                    onChange(rest);
                  }}
                >
                  <X />
                </Button>
              </span>
            )}
          </li>
        ))}
      </ul>
      {!readOnly &&
        (free.length === 0 ? (
          <p className="mt-1 text-sm text-ink-faint">{t('full')}</p>
        ) : (
          <Select
            className="mt-2 max-w-64"
            aria-label={t('addActionTo', { line: name })}
            value=""
            onChange={(event) => {
              const action = free.find((one) => one === event.target.value);
              if (action !== undefined) onChange({ ...line, [action]: general[action] });
            }}
          >
            <option value="" disabled>
              {t('addAction')}…
            </option>
            {free.map((action) => (
              <option key={action} value={action}>
                {words.action(action)}
              </option>
            ))}
          </Select>
        ))}
    </>
  );
}
