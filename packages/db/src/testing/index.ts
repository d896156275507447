export * from './template.ts';
export type {} from './setup.ts';
