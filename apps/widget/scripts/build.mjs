import { copyFileSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build, transform } from 'esbuild';

/** Builds dist/ and fails where a file is larger than a page may be asked to load. */

const path = (name) => fileURLToPath(new URL(`../${name}`, import.meta.url));
const target = ['chrome111', 'firefox113', 'safari16.4'];
const limits = { 'loader.js': 3_000, 'frame.js': 30_000, 'frame.css': 6_000 };

/** A style sheet imported by a script is its minified text. */
const cssText = {
  name: 'css-text',
  setup(api) {
    api.onLoad({ filter: /\.css$/ }, async ({ path: file }) => {
      const { code } = await transform(readFileSync(file, 'utf8'), { loader: 'css', minify: true, target });
      return { contents: `export const css = ${JSON.stringify(code.trim())};`, loader: 'js' };
    });
  },
};

const common = { bundle: true, minify: true, format: 'iife', target, legalComments: 'none', logLevel: 'warning' };

rmSync(path('dist'), { recursive: true, force: true });
mkdirSync(path('dist'));
await Promise.all([
  build({
    ...common,
    entryPoints: [path('src/loader/loader.ts')],
    outfile: path('dist/loader.js'),
    plugins: [cssText],
  }),
  build({
    ...common,
    entryPoints: [path('src/frame/main.tsx')],
    outfile: path('dist/frame.js'),
    jsx: 'automatic',
    jsxImportSource: 'preact',
  }),
  build({ ...common, entryPoints: [path('src/frame/frame.css')], outfile: path('dist/frame.css') }),
]);
copyFileSync(path('src/frame/frame.html'), path('dist/frame.html'));

let tooLarge = false;
for (const [name, limit] of Object.entries(limits)) {
  const size = gzipSync(readFileSync(path(`dist/${name}`)), { level: 9 }).length;
  if (size > limit) tooLarge = true;
  console.log(
    `${name.padEnd(10)} ${String(size).padStart(6)} of ${limit} bytes gzipped${size > limit ? ': too large' : ''}`,
  );
}
if (tooLarge) process.exitCode = 1;
