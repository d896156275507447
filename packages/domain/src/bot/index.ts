export * from './bot.ts';
export * from './settings.ts';
