// `npm test`: from a bare checkout to one line that says how many passed and failed.
import { runOnOwnNode } from './bootstrap.mjs';

await runOnOwnNode('scripts/test.ts', process.argv.slice(2));
