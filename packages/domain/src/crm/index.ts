export * from './custom-fields.ts';
export * from './duplicates.ts';
export * from './import.ts';
export * from './recognise.ts';
export * from './record-words.ts';
export * from './records.ts';
export * from './settings.ts';
