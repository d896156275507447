export * from './csv.ts';
export * from './order.ts';
export * from './reply.ts';
export * from './search.ts';
export * from './variables.ts';
