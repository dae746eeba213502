// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors

import { exit, revoke } from './door';

/** How long storage may take to go before the page does; the whole of leaving stays under 200 ms. */
const PATIENCE = 120;

/**
 * The page goes blank at once, the token is revoked, all that this site keeps on the device is cleared, and this one
 * history entry becomes another page. What it cannot undo is said by the words `leave.quick`.
 */
export function leave(): void {
  document.documentElement.hidden = true;
  document.title = '';
  revoke();
  for (const storage of [() => sessionStorage.clear(), () => localStorage.clear()]) {
    try {
      storage();
    } catch {
      // forbidden storage holds nothing
    }
  }
  const cleared = Promise.allSettled([clearCaches(), clearWorkers()]);
  const patience = new Promise((resolve) => setTimeout(resolve, PATIENCE));
  void Promise.race([cleared, patience]).then(() => location.replace(exit || 'about:blank'));
}

async function clearCaches(): Promise<void> {
  if (!('caches' in window)) return;
  await Promise.all((await caches.keys()).map((key) => caches.delete(key)));
}

async function clearWorkers(): Promise<void> {
  const workers = (await navigator.serviceWorker?.getRegistrations()) ?? [];
  await Promise.all(workers.map((worker) => worker.unregister()));
}

/** Esc twice within a second. */
export function leaveOnEscape(): void {
  let last = -Infinity;
  window.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape') return;
    if (event.timeStamp - last < 1_000) leave();
    last = event.timeStamp;
  }, { capture: true });
}
