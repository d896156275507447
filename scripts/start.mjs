// `npm start` and `npm run dev`.
import { runOnOwnNode } from './bootstrap.mjs';

await runOnOwnNode('scripts/start.ts', process.argv.slice(2));
