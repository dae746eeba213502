// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
// Debian's Chromium, one context a person. Nothing it asks for can leave this machine.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';

/** The built apps. */
export const SITE = new URL('../../../client-sdk/web/dist/', import.meta.url).pathname;
const AXE = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

export function launch() {
  return chromium.launch({
    executablePath: '/usr/bin/chromium',
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--no-first-run',
      '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1',
    ],
  });
}

/** The built site, with `exit` as the address that a fast leave goes to. */
export async function siteLeavingTo(exit) {
  const folder = await mkdtemp(join(tmpdir(), 'holdfast-site-'));
  await cp(SITE, folder, { recursive: true });
  await rm(join(folder, 'index.html.gz'), { force: true });
  const page = await readFile(join(folder, 'index.html'), 'utf8');
  const changed = page.replace(/(name="holdfast-exit" content=")[^"]*/, `$1${exit}`);
  assert.notEqual(changed, page);
  await writeFile(join(folder, 'index.html'), changed);
  return folder;
}

/** A person's own browser: what goes wrong in it is kept in `trouble`, where it went in `asked`. */
export async function person(browser, options = {}) {
  const context = await browser.newContext({ viewport: { width: 390, height: 780 }, locale: 'en-GB', ...options });
  const page = await context.newPage();
  page.setDefaultTimeout(15_000);
  const trouble = [];
  const asked = new Set();
  page.on('pageerror', (error) => trouble.push(`${error}`));
  page.on('console', (message) => {
    if (message.type() === 'error' && !/Failed to load resource|WebSocket connection/.test(message.text())) trouble.push(message.text());
  });
  page.on('request', (request) => asked.add(new URL(request.url()).origin));
  return { context, page, trouble, asked };
}

/** Nothing of serious or critical impact on the page as it stands. */
export async function axeFindsNothingSerious(page, where) {
  // Given as source through the debugger, which the page's own policy does not bind.
  await page.evaluate(`${await readFile(AXE, 'utf8')}; undefined`);
  // A sheet that is still rising is paler than it will be; what breathes on for ever has its colours.
  await page.evaluate(() => {
    const ending = document.getAnimations().filter(({ effect }) => effect.getComputedTiming().endTime !== Infinity);
    return Promise.all(ending.map(({ finished }) => finished.catch(() => {}))).then(() => undefined);
  });
  const found = await page.evaluate(() => window.axe.run(document, { resultTypes: ['violations'] }));
  const serious = found.violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ target, failureSummary }) => `${target} ${failureSummary}`).join('; ')}`);
  assert.deepEqual(serious, [], where);
}
