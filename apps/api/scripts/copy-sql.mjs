// Statements stand beside the store that uses them; the compiler leaves them behind.
import { cpSync } from 'node:fs';
import path from 'node:path';

const folder = path.resolve(import.meta.dirname, '..');
cpSync(path.join(folder, 'src'), path.join(folder, 'dist'), {
  recursive: true,
  filter: (source) => !/\.[a-z]+$/.test(path.basename(source)) || source.endsWith('.sql'),
});
