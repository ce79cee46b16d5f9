/**
 * Builds what the notebook server and the kernel hand out of `static/`: the panel, the page, the parts that are loaded
 * when they are used, and the widget's loader, which is written last.
 */

import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

import { build } from 'esbuild';

const OUT = '../jupyter_gradio_mcp/static';

/** Bytes after gzip that a file may have. */
const LIMITS = { 'panel.js': 120_000, 'widget.js': 6_000 };

const common = { bundle: true, minify: true, target: 'es2022', legalComments: 'none', write: false, logLevel: 'warning' };

/** Hashes of the files by their names; `panel.js` and `page.js` hold those of what they load. */
const versions = {};

async function make(name, source, options = {}) {
  const { outputFiles } = await build({ ...common, format: 'esm', entryPoints: [source], ...options });
  await put(name, outputFiles[0].contents);
}

async function put(name, contents) {
  const size = gzipSync(contents).length;
  versions[name] = createHash('sha256').update(contents).digest('hex').slice(0, 16);
  await writeFile(join(OUT, name), contents);
  console.log(`${name.padEnd(14)}${String(size).padStart(8)} bytes gzip`);
  if (size > (LIMITS[name] ?? Infinity)) {
    throw new Error(`${name} has ${size} bytes after gzip; it may have ${LIMITS[name]}.`);
  }
}

await rm(OUT, { recursive: true, force: true });
await mkdir(OUT, { recursive: true });
for (const name of ['grid', 'editor', 'markdown', 'math']) {
  if (existsSync(`src/lazy/${name}.ts`)) {
    await make(`${name}.js`, `src/lazy/${name}.ts`);
  }
}
if (existsSync('src/lazy/vega.ts')) {
  // A script and no module: it runs in a frame of opaque origin, which cannot import.
  await make('vega.js', 'src/lazy/vega.ts', { format: 'iife' });
}
if (existsSync('src/frame.html')) {
  await put('frame.html', await readFile('src/frame.html'));
}
const define = { __VERSIONS__: JSON.stringify(versions) };
await make('panel.js', 'src/panel-entry.ts', { define });
await make('page.js', 'src/page-entry.ts', { define });
await writeFile(join(OUT, 'assets.json'), JSON.stringify(versions, null, 2));
// The Makefile takes it for the sign that all of this was made.
await make('widget.js', 'src/widget.ts');
