// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors

/** What the device says about itself. */
export interface Surroundings {
  /** Calls back when it may be worth trying at once (`back`), and when the network has gone (`gone`). Gives: stop. */
  watch(on: { back(): void; gone(): void }): () => void;
}

/** A browser's page: online again, or looked at again after sleeping. Elsewhere: nothing is ever said. */
export function pageSurroundings(): Surroundings {
  return {
    watch(on) {
      if (typeof window === 'undefined' || typeof document === 'undefined') return () => undefined;
      const back = () => on.back();
      const gone = () => on.gone();
      const seen = () => document.visibilityState === 'visible' && on.back();
      window.addEventListener('online', back);
      window.addEventListener('offline', gone);
      document.addEventListener('visibilitychange', seen);
      return () => {
        window.removeEventListener('online', back);
        window.removeEventListener('offline', gone);
        document.removeEventListener('visibilitychange', seen);
      };
    },
  };
}
