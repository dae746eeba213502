// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
// What the SDK adds to a page: all of it with protobuf, bundled, minified, gzip. Fails above its budget.
import { build } from 'esbuild';
import { gzipSync } from 'node:zlib';

const BUDGET = 45 * 1024;
const { outputFiles } = await build({
  entryPoints: [new URL('../dist/index.js', import.meta.url).pathname],
  bundle: true,
  minify: true,
  format: 'esm',
  target: 'es2022',
  write: false,
});
const size = gzipSync(outputFiles[0].contents, { level: 9 }).length;
console.log(`SDK with protobuf: ${size} bytes gzip of ${BUDGET}`);
process.exitCode = size > BUDGET ? 1 : 0;
