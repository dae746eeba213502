// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors

/** What this tab keeps over a reload, and nothing after it is closed or left fast. */
export interface Remembered {
  line: string;
  token: string;
  phrase: string;
}

const KEY = 'me';

export function remembered(line: string): Remembered | undefined {
  try {
    const kept = JSON.parse(sessionStorage.getItem(KEY) ?? 'null') as Remembered | null;
    return kept?.line === line && kept.token ? kept : undefined;
  } catch {
    return undefined; // storage is forbidden here, or holds what is not ours
  }
}

export function remember(me: Remembered): void {
  quietly(() => sessionStorage.setItem(KEY, JSON.stringify(me)));
}

export function forget(): void {
  quietly(() => sessionStorage.removeItem(KEY));
}

/** Also what was unsent and half written: who begins anew in this tab may be someone else. */
export function forgetAll(): void {
  quietly(() => sessionStorage.clear());
}

function quietly(what: () => void): void {
  try {
    what();
  } catch {
    // a full or forbidden storage: the page itself still holds it
  }
}
