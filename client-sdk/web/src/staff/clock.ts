// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors

import { signal } from '@preact/signals';

/** Steps once a second; what shows a running clock reads it. */
export const now = signal(Date.now());
setInterval(() => (now.value = Date.now()), 1_000);

/** Minutes and seconds, "4:07"; hours when there are any. Never below zero. Pure. */
export function span(milliseconds: number): string {
  const seconds = Math.max(Math.round(milliseconds / 1_000), 0);
  const two = (n: number) => String(n).padStart(2, '0');
  const [hours, minutes] = [Math.floor(seconds / 3_600), Math.floor(seconds / 60) % 60];
  return hours > 0 ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${minutes}:${two(seconds % 60)}`;
}

export const since = (us: bigint) => span(now.value - Number(us / 1_000n));
export const until = (us: bigint) => span(Number(us / 1_000n) - now.value);
