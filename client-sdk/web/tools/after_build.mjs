// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
// Tells the service worker which files the seeker page is made of, and lays a gzip copy beside each text file.
import { createHash } from 'node:crypto';
import { readFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

const dist = new URL('../dist/', import.meta.url).pathname;

/** Every file that `index.html` leads to by name, other languages included. */
export async function filesOf(page) {
  const found = new Set();
  const look = async (name) => {
    const text = await readFile(join(dist, name), 'utf8');
    for (const [, file] of text.matchAll(/["'(/]((?:assets\/|\.\/)?[\w-]+\.(?:js|css))\b/g)) {
      const path = `assets/${file.replace(/^(assets\/|\.\/)/, '')}`;
      if (found.has(path) || !assets.has(path)) continue;
      found.add(path);
      if (path.endsWith('.js')) await look(path);
    }
  };
  await look(page);
  return [...found].sort();
}

const assets = new Set((await readdir(join(dist, 'assets'))).map((name) => `assets/${name}`));
const files = ['icon.svg', 'app.webmanifest', ...(await filesOf('index.html'))].map((name) => `/${name}`);
const worker = await readFile(join(dist, 'sw.js'), 'utf8');
const version = createHash('sha256').update(files.join()).update(await readFile(join(dist, 'index.html'))).digest('hex').slice(0, 12);
await writeFile(
  join(dist, 'sw.js'),
  worker.replace('const FILES = [];', `const FILES = ${JSON.stringify(files)};`).replace('__VERSION__', version),
);

for (const name of ['index.html', 'staff/index.html', 'sw.js', 'icon.svg', 'app.webmanifest', ...assets]) {
  if (!/\.(html|js|css|svg|webmanifest|json)$/.test(name)) continue;
  await writeFile(join(dist, `${name}.gz`), gzipSync(await readFile(join(dist, name)), { level: 9 }));
}
