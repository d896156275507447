export * from './columns.ts';
export * from './facets.ts';
export * from './figures.ts';
export * from './filter.ts';
export * from './period.ts';
export * from './scope.ts';
export * from './spread.ts';
export * from './summary.ts';
