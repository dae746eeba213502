// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors

// What comes before a talk. Small on purpose: the page is usable with this alone, the rest follows while the notice is
// read (talk_part).
import { computed, signal } from '@preact/signals';
import { Accounts, type Arrival, type SeekerAccount } from '@holdfast/client';
import { language, type Language } from '../ui/words';
import { countriesFor, placesOf } from './numbers';
import { remember, remembered } from './remembered';
import { speak } from './words';

export type Screen = 'loading' | 'no_line' | 'unreachable' | 'arrival' | 'return' | 'younger' | 'talk';

const setting = (name: string) => document.querySelector<HTMLMetaElement>(`meta[name="holdfast-${name}"]`)?.content ?? '';

/** The line: in the address, or the one that this site was built for. */
export const line = new URLSearchParams(location.search).get('line') ?? setting('line');
export const exit = setting('exit');

export const screen = signal<Screen>('loading');
export const arrival = signal<Arrival | undefined>(undefined);
export const country = signal('');
export const places = computed(() => placesOf(arrival.value, country.value));
export const busy = signal(false);
export const refusal = signal<{ name: string; retryAfterMs: number | bigint } | undefined>(undefined);
export const phrase = signal('');
/** "I need help now" was pressed and has reached the line, or will. */
export const urgent = signal<'no' | 'to_go' | 'told'>('no');

export const online = signal(navigator.onLine);
for (const turn of ['online', 'offline']) window.addEventListener(turn, () => (online.value = navigator.onLine));

export type TalkPart = typeof import('./talk_part');
/** Everything that a conversation needs, once it has come. */
export const talkPart = signal<TalkPart | undefined>(undefined);

const accounts = new Accounts(location.origin);

export async function open(to?: Language): Promise<void> {
  if (!/^[a-z0-9-]{1,63}$/.test(line)) return void (screen.value = 'no_line');
  if (to) await speak(to);
  const seen = await accounts.seeArrival(line, language.value);
  if (!seen.ok) return void (screen.value = seen.error.retryAfterMs > 0 ? 'unreachable' : 'no_line');
  arrival.value = seen.value;
  country.value ||= countriesFor(seen.value.numbers, navigator.languages)[0] ?? '';
  if (screen.value === 'talk') return;
  const kept = remembered(line);
  if (kept) return enter(kept.token, kept.phrase);
  if (screen.value !== 'return') screen.value = 'arrival';
  void bring();
}

/** Gives nothing when it cannot come now: the next press tries again. */
async function bring(): Promise<TalkPart | undefined> {
  talkPart.value ??= await import('./talk_part').catch(() => undefined);
  return talkPart.value;
}

/** The notice is on the screen: its version goes with the arrival. */
export async function begin(how: { urgent: boolean }): Promise<void> {
  if (screen.value === 'talk') return talkPart.value?.askForHelp(how.urgent);
  if (busy.value) return;
  busy.value = true;
  refusal.value = undefined;
  urgent.value = how.urgent ? 'to_go' : 'no';
  const arrived = await accounts.arrive(line, arrival.value?.notice_version ?? 0);
  busy.value = false;
  if (arrived.ok) return entered(arrived.value);
  refusal.value = arrived.error;
  if (arrived.error.name === 'notice_not_shown' || arrived.error.name === 'line_closed') void open();
}

export async function comeBack(words: string): Promise<void> {
  if (busy.value) return;
  busy.value = true;
  refusal.value = undefined;
  const back = await accounts.recover(line, words.trim().toLowerCase().replace(/\s+/g, ' '));
  busy.value = false;
  if (back.ok) return entered(back.value);
  refusal.value = back.error;
}

function entered(account: SeekerAccount): Promise<void> {
  remember({ line, token: account.token, phrase: account.recovery_phrase });
  return enter(account.token, account.recovery_phrase);
}

async function enter(token: string, words: string): Promise<void> {
  phrase.value = words;
  screen.value = 'talk';
  const part = await bring();
  if (part) part.enter(token);
  else screen.value = 'unreachable';
}

/** The token, for who leaves: revoked on the server by whichever way is faster. */
export function revoke(): void {
  const kept = remembered(line);
  talkPart.value?.hangUp();
  if (kept) void accounts.signOut(kept.token);
}
