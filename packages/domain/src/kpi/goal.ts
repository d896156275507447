import { minute, second } from '../people/index.ts';
import type { KpiSettings } from './settings.ts';

/**
 * The working time within which a burst of the client's messages is to be answered, in milliseconds: by the first
 * goal where no person has answered the dialog yet, by the further one after that. Null where it is off (product
 * §3.8).
 */
export function kpiGoal(settings: KpiSettings, first: boolean): number | null {
  const { seconds } = settings.first;
  const { minutes } = settings.further;
  if (first) return seconds === null ? null : seconds * second;
  return minutes === null ? null : minutes * minute;
}
