export * from './settings.ts';
export * from './vote.ts';
