export * from './check.ts';
export * from './ledger.ts';
export * from './settings.ts';
