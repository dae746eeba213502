// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors

/** Where unsent text outlives the page. */
export interface Keep {
  load(): string | null;
  save(text: string): void;
}

/** Nothing outlives the page. */
export function keepNothing(): Keep {
  return { load: () => null, save: () => undefined };
}

/**
 * `sessionStorage` keeps it over a reload of one tab. Give `localStorage` only after the person said that the device
 * is theirs: it stays there after the tab is closed. A store that is full or forbidden keeps nothing, silently: the
 * text is still in the page.
 */
export function keepIn(storage: Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>, key: string): Keep {
  const quietly = <T>(what: () => T): T | null => {
    try {
      return what();
    } catch {
      return null;
    }
  };
  return {
    load: () => quietly(() => storage.getItem(key)),
    save: (text) => {
      quietly(() => (text === '[]' ? storage.removeItem(key) : storage.setItem(key, text)));
    },
  };
}
