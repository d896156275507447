export * from './defaults.ts';
export * from './line-text.ts';
export * from './settings.ts';
