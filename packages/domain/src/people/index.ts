export * from './availability.ts';
export * from './departments.ts';
export * from './instant.ts';
export * from './person.ts';
