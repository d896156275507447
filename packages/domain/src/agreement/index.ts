export * from './ledger.ts';
export * from './settings.ts';
