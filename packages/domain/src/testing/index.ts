export * from './builders.ts';
export * from './ids.ts';
export * from './story.ts';
