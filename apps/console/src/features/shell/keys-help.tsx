'use client';

import { useTranslations } from 'next-intl';

import { mayAnywhere } from '@switchboard/domain/access';

import { useMe } from '../../rpc/me.ts';
import { Kbd } from '../../ui/kbd.tsx';
import { Modal } from '../../ui/modal.tsx';

/** Every key that does something. */
export function KeysHelp({
  open,
  onOpenChange,
  mac,
}: {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  mac: boolean;
}) {
  const t = useTranslations('shell.keys');
  const figures = mayAnywhere(useMe(), 'statistics');
  const groups = [
    {
      name: 'everywhere' as const,
      keys: [
        { keys: [mac ? '⌘ K' : 'Ctrl K'], what: 'search' as const },
        { keys: ['G', 'I'], what: 'goInbox' as const },
        { keys: ['G', 'D'], what: 'goDialogs' as const },
        ...(figures
          ? [
              { keys: ['G', 'W'], what: 'goNow' as const },
              { keys: ['G', 'T'], what: 'goStatistics' as const },
            ]
          : []),
        { keys: ['?'], what: 'help' as const },
      ],
    },
    {
      name: 'lists' as const,
      keys: [
        { keys: ['J', '↓'], what: 'next' as const },
        { keys: ['K', '↑'], what: 'previous' as const },
        { keys: ['1', '2', '3'], what: 'switchList' as const },
        { keys: ['Enter'], what: 'accept' as const },
        { keys: ['X'], what: 'decline' as const },
      ],
    },
    {
      name: 'dialog' as const,
      keys: [
        { keys: ['R'], what: 'reply' as const },
        { keys: ['T'], what: 'transfer' as const },
        { keys: ['F'], what: 'finish' as const },
        { keys: ['C'], what: 'card' as const },
        { keys: ['Esc'], what: 'leave' as const },
        { keys: ['Enter'], what: 'send' as const },
        { keys: ['Shift Enter'], what: 'newLine' as const },
        { keys: ['/', mac ? '⌘ /' : 'Ctrl /'], what: 'quickReplies' as const },
      ],
    },
  ];
  return (
    <Modal open={open} onOpenChange={onOpenChange} title={t('title')} className="max-w-lg">
      <div className="flex flex-col gap-5">
        {groups.map((group) => (
          <section key={group.name}>
            <h3 className="mb-1.5 text-sm font-medium text-ink-faint">{t(group.name)}</h3>
            <dl className="divide-y divide-edge">
              {group.keys.map((each) => (
                <div key={each.what} className="flex items-center justify-between gap-4 py-1.5">
                  <dt className="min-w-0">{t(each.what)}</dt>
                  <dd className="flex shrink-0 gap-1">
                    {each.keys.map((key) => (
                      <Kbd key={key}>{key}</Kbd>
                    ))}
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Modal>
  );
}
