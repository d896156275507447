export * from './cards.ts';
export * from './not-connected.ts';
export * from './settings.ts';
export * from './text-of.ts';
