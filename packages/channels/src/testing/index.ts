export * from './fake-telegram.ts';
export * from './seeded-random.ts';
