// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors

import { computed, effect, signal } from '@preact/signals';
import {
  Accounts,
  ConversationKind,
  ConversationState,
  EndReason,
  ErrorCode,
  type Arrival,
  type ConversationView,
  type Event,
  type Message,
  type Refusal,
  type RequestView,
  type SeekerAccount,
} from '@holdfast/client';
import { Live } from '../ui/live';
import { language, type Language } from '../ui/words';
import { countriesFor, placesOf } from './numbers';
import { forget, remember, remembered } from './remembered';
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
export const refusal = signal<Refusal | undefined>(undefined);
export const phrase = signal('');
export const live = signal<Live | undefined>(undefined);
export const request = signal<RequestView | undefined>(undefined);
export const roomId = signal(0n);
export const view = signal<ConversationView | undefined>(undefined);
/** "I need help now" was pressed and has reached the line, or will. */
export const urgent = signal<'no' | 'to_go' | 'told'>('no');
export const signedOut = signal(false);

const accounts = new Accounts(location.origin);

export async function open(to?: Language): Promise<void> {
  if (!/^[a-z0-9-]{1,63}$/.test(line)) return void (screen.value = 'no_line');
  if (to) await speak(to);
  const seen = await accounts.seeArrival(line, language.value);
  if (!seen.ok) return void (screen.value = seen.error.retryAfterMs > 0n ? 'unreachable' : 'no_line');
  arrival.value = seen.value;
  country.value ||= countriesFor(seen.value.numbers, navigator.languages)[0] ?? '';
  if (live.value) return;
  const kept = remembered(line);
  if (kept) return enter(kept.token, kept.phrase);
  if (screen.value !== 'return') screen.value = 'arrival';
}

/** The notice is on the screen: its version goes with the arrival. */
export async function begin(how: { urgent: boolean }): Promise<void> {
  if (live.value) return askForHelp(how.urgent);
  if (busy.value) return;
  busy.value = true;
  refusal.value = undefined;
  urgent.value = how.urgent ? 'to_go' : 'no';
  const arrived = await accounts.arrive(line, arrival.value?.notice_version ?? 0);
  busy.value = false;
  if (arrived.ok) return entered(arrived.value);
  refusal.value = arrived.error;
  if (arrived.error.code === ErrorCode.NOTICE_NOT_SHOWN || arrived.error.code === ErrorCode.LINE_CLOSED) void open();
}

export async function comeBack(words: string): Promise<void> {
  if (busy.value) return;
  busy.value = true;
  refusal.value = undefined;
  const back = await accounts.recover(line, words.trim().toLowerCase().replace(/\s+/g, ' '));
  busy.value = false;
  if (back.ok) entered(back.value);
  else refusal.value = back.error;
}

function entered(account: SeekerAccount): void {
  remember({ line, token: account.token, phrase: account.recovery_phrase });
  enter(account.token, account.recovery_phrase);
}

function enter(token: string, words: string): void {
  phrase.value = words;
  signedOut.value = false;
  screen.value = 'talk';
  live.value = new Live(token, 'holdfast-seeker/0.1', { ready: catchUp, ended, event: heard, message: noted });
}

/** A reload or a cut may have happened in any state: what is true is asked for anew. */
async function catchUp(): Promise<void> {
  await seeView();
  const open = view.value?.conversation?.state;
  if (open === undefined || urgent.value === 'to_go') await askForHelp(urgent.value === 'to_go');
  else if (open === ConversationState.WAITING) await seePlace();
}

export async function askForHelp(now: boolean): Promise<void> {
  if (now && urgent.value === 'no') urgent.value = 'to_go';
  const value = { language: language.value, wishes: [], urgent: now };
  const answer = await live.value?.request({ case: 'askForHelp', value });
  if (answer?.case === 'request') {
    if (now) urgent.value = 'told';
    refusal.value = undefined;
    place(answer.value);
    await seeView();
  } else if (answer?.case === 'error' && answer.value.retryAfterMs === 0n) {
    refusal.value = answer.value;
  }
}

async function seePlace(): Promise<void> {
  const answer = await live.value?.request({ case: 'requestStatus', value: {} });
  if (answer?.case === 'request') place(answer.value);
}

function place(told: RequestView): void {
  request.value = told;
  if (told.request?.urgent) urgent.value = 'told';
  follow(told.request?.conversationId ?? 0n);
}

function follow(id: bigint): void {
  if (id === 0n) return;
  roomId.value = id;
  live.value?.follow(id);
}

/** The newest support conversation, who is in it and how far they have read. */
async function seeView(): Promise<void> {
  const mine = (await live.value?.conversations()) ?? [];
  const support = mine.filter(({ conversation }) => conversation?.kind === ConversationKind.SUPPORT);
  const newest = support.sort((a, b) => Number((a.conversation?.createdUs ?? 0n) - (b.conversation?.createdUs ?? 0n))).at(-1);
  const id = newest?.conversation?.id;
  if (!newest || id === undefined) return;
  const owner = newest.conversation?.ownerId ?? 0n;
  if (owner !== (view.value?.conversation?.ownerId ?? 0n) || !live.value?.presence.value.has(owner)) {
    void live.value?.watch(owner === 0n ? [] : [owner]);
  }
  view.value = newest;
  follow(id);
  live.value?.room(id).shown(newest);
}

function heard(event: Event): void {
  const { body } = event;
  if (body.case === 'queuePlace' && body.value.place) place(body.value.place);
  if (body.case === 'conversationAdded') void seeView();
  if (body.case === 'line' && arrival.value) void open();
}

/** Someone came, left or ended it: who is here is asked for anew. */
function noted({ content }: Message): void {
  if (content?.kind.case === 'member' || content?.kind.case === 'state') void seeView();
}

/** Anew after an end: a conversation of its own. */
export async function startAgain(): Promise<void> {
  urgent.value = 'no';
  await askForHelp(false);
}

export async function finish(): Promise<void> {
  const waiting = view.value?.conversation?.state === ConversationState.WAITING;
  if (waiting) {
    const answer = await live.value?.request({ case: 'cancelRequest', value: {} });
    if (answer?.case === 'error' && answer.value.code !== ErrorCode.ALREADY_DONE) refusal.value = answer.value;
  } else {
    const value = { conversationId: roomId.value, reason: EndReason.FINISHED };
    const answer = await live.value?.request({ case: 'endConversation', value });
    if (answer?.case === 'error') refusal.value = answer.value;
  }
  await seeView();
}

function ended(): void {
  signedOut.value = true;
  forget();
}

/** From "signed out" to the door again. */
export function backToTheDoor(): void {
  live.value?.stop();
  live.value = undefined;
  view.value = request.value = undefined;
  roomId.value = 0n;
  phrase.value = '';
  screen.value = 'arrival';
}

/** The token, for who leaves: revoked on the server. */
export function revoke(): void {
  const kept = remembered(line);
  void live.value?.request({ case: 'signOut', value: {} });
  if (kept) void accounts.signOut(kept.token);
}

effect(() => {
  if (live.value?.state.value === 'ready') refusal.value = undefined;
});
