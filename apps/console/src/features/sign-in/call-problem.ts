'use client';

import { useTranslations } from 'next-intl';
import type { FieldValues, Path, UseFormSetError } from 'react-hook-form';

import { codeOf, fieldsOf } from '../../rpc/failure.ts';

/** Puts what the API said of single values at their fields; answers the words for the rest, or null where the fields say it all. */
export function useCallProblem(): <Form extends FieldValues>(
  error: unknown,
  setError: UseFormSetError<Form>,
) => string | null {
  const t = useTranslations('outside.problem');
  return (error, setError) => {
    const fields = Object.entries(fieldsOf(error));
    for (const [path, message] of fields) setError(path as Path<never>, { message });
    if (fields.length > 0) return null;
    const code = codeOf(error);
    return code === 'TOO_MANY_REQUESTS' ? t('tooMany') : code === null ? t('unreachable') : t('unknown');
  };
}
