// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
// What a first visit of the seeker page brings, gzip, in English: what it needs to be usable, and what follows while
// the notice is read. Fails when all of it together is above the budget.
import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

const BUDGET = 90 * 1024;
const dist = new URL('../dist/', import.meta.url).pathname;
const html = await readFile(join(dist, 'index.html'), 'utf8');
const first = ['index.html', ...[...html.matchAll(/(?:src|href)="\/([^"]+)"/g)].map(([, name]) => name)];
const assets = (await readdir(join(dist, 'assets'))).filter((name) => !/^(staff|es)-|\.gz$/.test(name));
const later = assets.map((name) => `assets/${name}`).filter((name) => !first.includes(name));
let total = 0;
for (const [when, names] of Object.entries({ 'to be usable': first, 'while the notice is read': later })) {
  let sum = 0;
  for (const name of names) sum += gzipSync(await readFile(join(dist, name)), { level: 9 }).length;
  console.log(`${String(sum).padStart(7)}  ${when}: ${names.join(', ')}`);
  total += sum;
}
console.log(`${String(total).padStart(7)}  in all, of ${BUDGET}`);
process.exitCode = total > BUDGET ? 1 : 0;
