'use client';

import { useTranslations } from 'next-intl';
import type { ComponentProps } from 'react';

import type { DepartmentRow } from '../../rpc/shapes.ts';
import { Select } from '../../ui/input.tsx';
import { rowsOf } from './tree.ts';

type Props = Omit<ComponentProps<'select'>, 'value' | 'onChange'> & {
  departments: readonly DepartmentRow[];
  value: string | null;
  onChange: (departmentId: string | null) => void;
  /** What stands for no department. */
  none?: string;
  /** The only ones that may be chosen, and not none; null: any. */
  only?: ReadonlySet<string> | null;
};

const folded: ReadonlySet<string> = new Set();

/** One department of the tree, or none. */
export function DepartmentSelect({ departments, value, onChange, none, only = null, children, ...rest }: Props) {
  const t = useTranslations('departments');
  const rows = rowsOf(departments, folded).filter(({ department }) => only?.has(department.departmentId) ?? true);
  return (
    <Select {...rest} value={value ?? ''} onChange={(event) => onChange(event.target.value || null)}>
      {only === null && <option value="">{none ?? t('none')}</option>}
      {children}
      {rows.map(({ department, depth }) => (
        <option key={department.departmentId} value={department.departmentId}>
          {`${'\u00a0\u00a0'.repeat(depth)}${department.name}`}
        </option>
      ))}
    </Select>
  );
}
