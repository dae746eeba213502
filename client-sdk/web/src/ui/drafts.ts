// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors

import { effect } from '@preact/signals';
import type { Room } from './room';

/** What stands in the box outlives a reload of this tab; sent or emptied, nothing is kept. */
export function keepDraft(room: Room): void {
  const key = `draft.${room.id}`;
  try {
    room.draft.value = sessionStorage.getItem(key) ?? '';
    effect(() => {
      if (room.draft.value) sessionStorage.setItem(key, room.draft.value);
      else sessionStorage.removeItem(key);
    });
  } catch {
    // forbidden storage: the page itself still holds it
  }
}
