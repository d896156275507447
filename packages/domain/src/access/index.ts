export * from './audience.ts';
export * from './rights.ts';
