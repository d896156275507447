export * from './goal.ts';
export * from './settings.ts';
