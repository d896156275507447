export * from './availability.ts';
export * from './instant.ts';
export * from './person.ts';
