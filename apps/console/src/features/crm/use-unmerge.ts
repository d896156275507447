'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';

import { useTRPC } from '../../rpc/client.tsx';
import { say } from '../../ui/toast.tsx';

/** Takes apart what was merged, and says what became of it. */
export function useUnmerge(): (mergeId: string) => Promise<void> {
  const t = useTranslations('crm');
  const trpc = useTRPC();
  const cache = useQueryClient();
  const { mutateAsync } = useMutation(trpc.records.unmerge.mutationOptions());
  return async (mergeId) => {
    try {
      const answer = await mutateAsync({ mergeId });
      if (answer.undone) say('done', t('duplicates.apart'));
      else say('refused', t(`duplicates.refused.${answer.because}`));
    } catch {
      say('refused', t('failed'));
    }
    await cache.invalidateQueries({ queryKey: trpc.records.pathKey() });
  };
}
