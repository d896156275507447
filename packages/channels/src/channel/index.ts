export * from './channel.ts';
export * from './split-text.ts';
export * from './unreadable.ts';
