/** A moment: milliseconds since 1970-01-01T00:00Z. The domain never reads a clock; moments come in with the world. */
export type Instant = number;

/** Durations, in milliseconds. A day here is 24 hours, whatever the clocks of a place do. */
export const second = 1_000;
export const minute = 60 * second;
export const hour = 60 * minute;
export const day = 24 * hour;
