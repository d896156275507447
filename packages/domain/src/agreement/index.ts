export * from './blocks.ts';
export * from './check.ts';
export * from './draft.ts';
export * from './filled.ts';
export * from './ledger.ts';
export * from './settings.ts';
export type { FilledText } from './written.ts';
