import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

let users = 0;

/**
 * While `work` runs, the process forgets what it needs no more soon: left to itself, V8 lets what was written pile up to
 * several times of what is in use before it looks, and a long file would take that much memory for nothing. Looking once
 * at the beginning makes it count from what is in use now.
 */
export async function leanHeap<T>(work: () => Promise<T>): Promise<T> {
  if (users++ === 0) {
    setFlagsFromString('--expose-gc');
    setFlagsFromString('--heap-growing-percent=30');
    (runInNewContext('gc') as () => void)();
  }
  try {
    return await work();
  } finally {
    if (--users === 0) setFlagsFromString('--heap-growing-percent=0');
  }
}
