export * from './telegram.ts';
export * from './buttons.ts';
export * from './genuine.ts';
export * from './parse.ts';
export * from './calls.ts';
