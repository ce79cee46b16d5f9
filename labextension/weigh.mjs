/** Fails when JupyterLab's start costs more than it may: all of our JavaScript that it could load then. */

import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

const STATIC = '../jupyter_gradio_mcp/labextension/static';

/** Bytes after gzip. What is drawn is in `panel.js`, which comes when it is to be seen. */
const LIMIT = 40_000;

const names = (await readdir(STATIC)).filter(name => name.endsWith('.js'));
let sum = 0;
for (const name of names) {
  sum += gzipSync(await readFile(join(STATIC, name))).length;
}
console.log(`at JupyterLab's start: ${sum} bytes gzip in ${names.length} files`);
if (!names.some(name => name.startsWith('remoteEntry.')) || sum > LIMIT) {
  throw new Error(`The extension has ${sum} bytes after gzip; it may have ${LIMIT}.`);
}
