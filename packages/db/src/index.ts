export * from './database.ts';
export * from './statement.ts';
export * from './turn.ts';
