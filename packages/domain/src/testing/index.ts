export * from './builders.ts';
export * from './ids.ts';
export * from './invariants.ts';
export * from './seeded.ts';
export * from './simulation.ts';
export * from './story.ts';
