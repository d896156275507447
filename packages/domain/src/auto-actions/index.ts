export * from './settings.ts';
export * from './times.ts';
