export * from './calendar.ts';
export { interval, type Interval } from './interval.ts';
export * from './runs-out.ts';
export * from './settings.ts';
