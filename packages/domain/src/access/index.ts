export * from './actors.ts';
export * from './audience.ts';
export * from './may.ts';
export * from './rights.ts';
export * from './stored-rights.ts';
