import { CircleAlert } from 'lucide-react';
import { useTranslations } from 'next-intl';

import { cn } from '../../ui/cn.ts';

/** Why a portal is not connected, or lets nothing through. */
export const refusals = [
  'expired',
  'forbidden',
  'scope',
  'gone',
  'unpaid',
  'unreadable',
  'unreachable',
  'busy',
  'refused',
  'failed',
] as const;
export type Because = (typeof refusals)[number];

/** What is wrong with a portal, and what helps. */
export function ConnectionRefused({ because, className }: { because: Because; className?: string }) {
  const t = useTranslations('crmConnection');
  return (
    <div
      role="alert"
      className={cn('flex items-start gap-2 rounded-md bg-overdue-soft px-3 py-2 text-overdue', className)}
    >
      <CircleAlert className="mt-0.5 size-4 shrink-0" aria-hidden />
      <div className="min-w-0">
        <p className="font-medium">{t(`because.${because}`)}</p>
        <p className="text-sm">{t(`do.${because}`)}</p>
      </div>
    </div>
  );
}
