export * from './recognise.ts';
export * from './records.ts';
export * from './settings.ts';
