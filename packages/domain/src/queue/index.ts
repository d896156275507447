export * from './candidate.ts';
export * from './next-offer.ts';
export * from './order.ts';
export * from './reasons.ts';
export * from './settings.ts';
export * from './slots.ts';
