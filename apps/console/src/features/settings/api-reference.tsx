'use client';

import { ChevronRight, ExternalLink } from 'lucide-react';
import { useTranslations } from 'next-intl';

import { useApiUrl } from '../../rpc/client.tsx';
import { Badge } from '../../ui/badge.tsx';
import { buttonLook } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { CopyField } from '../../ui/copy-field.tsx';
import type { ApiCall } from './api-calls.ts';

export type { ApiCall } from './api-calls.ts';

/** The calls of the API, told by its own document, each with a line to try it with. */
export function ApiReference({ calls }: { calls: ApiCall[] | null }) {
  const t = useTranslations('api');
  const apiUrl = useApiUrl();
  return (
    <Card
      className="mt-5"
      title={t('reference.title')}
      description={t('reference.text', { count: 300 })}
      aside={
        <a href={`${apiUrl}/api/v1/openapi.json`} target="_blank" rel="noreferrer" className={buttonLook({})}>
          <ExternalLink aria-hidden /> {t('reference.document')}
        </a>
      }
    >
      {calls === null ? (
        <p className="text-ink-soft">{t('reference.failed')}</p>
      ) : (
        <ul className="-mx-4 divide-y divide-edge sm:-mx-5">
          {calls.map((call) => (
            <li key={call.name}>
              <details className="group px-4 sm:px-5">
                <summary className="flex cursor-pointer list-none flex-wrap items-baseline gap-x-3 gap-y-1 rounded-md py-2.5 [&::-webkit-details-marker]:hidden">
                  <ChevronRight
                    className="size-3.5 shrink-0 self-center text-ink-faint transition-transform group-open:rotate-90"
                    aria-hidden
                  />
                  <code className="w-12 shrink-0 font-mono text-xs text-ink-faint">{call.method}</code>
                  <code className="min-w-0 font-mono text-sm break-all">{call.path}</code>
                  <span className="min-w-0 flex-1 basis-56 text-ink-soft">
                    {t.has(`call.${call.name}` as never) ? t(`call.${call.name}` as never) : call.summary}
                  </span>
                  {call.acts && <Badge>{t('reference.acts')}</Badge>}
                </summary>
                <div className="pb-3.5">
                  <CopyField label={t('reference.example')} text={curlOf(call, apiUrl)} lines />
                </div>
              </details>
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}

function curlOf({ method, path, body, acts }: ApiCall, apiUrl: string): string {
  const address = `${apiUrl}${path.replace('{number}', '1024').replace('{line}', '$LINE')}`;
  return [
    `curl ${method === 'GET' ? '' : `-X ${method} `}"${address}"`,
    '-H "Authorization: Bearer $KEY"',
    ...(acts ? ['-H "Idempotency-Key: order-1"'] : []),
    ...(body === null ? [] : ['-H "Content-Type: application/json"', `-d '${body}'`]),
  ].join(' \\\n  ');
}
