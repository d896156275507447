export * from './settings.ts';
export * from './text-of.ts';
