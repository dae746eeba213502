// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors

import { signal } from '@preact/signals';
import common from '../../../words/en.json';

export type Language = 'en' | 'es';
export type Values = Record<string, string | number>;
export type Catalogue = Record<string, string>;
type CommonKey = keyof typeof common;

/** The language on the screen. */
export const language = signal<Language>('en');

/** The person's own language where there is a catalogue of it. */
export function preferred(): Language {
  const tag = navigator.languages.find((one) => /^(en|es)\b/i.test(one)) ?? 'en';
  return tag.toLowerCase().startsWith('es') ? 'es' : 'en';
}

export function fill(text: string, values: Values = {}): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}

export interface Words<Key extends string> {
  /** The sentence in the language on the screen; a component that calls it is drawn again when that changes. */
  say: (key: Key | CommonKey, values?: Values) => string;
  /** Brings the other language and shows it. */
  speak: (to: Language) => Promise<void>;
}

/** An app's own catalogue on top of the common one; English comes with the page, others when asked for. */
export function words<Key extends string>(own: Record<Key, string>, load: () => Promise<Catalogue>): Words<Key> {
  const known = new Map<Language, Catalogue>([['en', { ...common, ...(own as Catalogue) }]]);
  return {
    say: (key, values) => fill(known.get(language.value)?.[key] ?? key, values),
    speak: async (to) => {
      if (!known.has(to)) known.set(to, await load());
      language.value = to;
      document.documentElement.lang = to;
    },
  };
}
