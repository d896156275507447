export * from './cell.ts';
export * from './defaults.ts';
export * from './line-text.ts';
export * from './notice.ts';
export * from './settings.ts';
export * from './variables.ts';
