// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors

import { signal } from '@preact/signals';
import {
  ConversationKind,
  ConversationState,
  EndReason,
  ErrorCode,
  type ConversationView,
  type Event,
  type Message,
  type RequestView,
} from '@holdfast/client';
import { Live } from '../ui/live';
import { language } from '../ui/words';
import { open, phrase, refusal, screen, urgent } from './door';
import { forget, forgetAll } from './remembered';

export const live = signal<Live | undefined>(undefined);
export const request = signal<RequestView | undefined>(undefined);
export const roomId = signal(0n);
export const view = signal<ConversationView | undefined>(undefined);
export const signedOut = signal(false);

export function enter(token: string): void {
  signedOut.value = false;
  live.value = new Live(token, 'holdfast-seeker/0.1', { ready: catchUp, ended, event: heard, message: noted });
}

/** A reload or a cut may have happened in any state: what is true is asked for anew. */
async function catchUp(): Promise<void> {
  refusal.value = undefined;
  await seeView();
  const state = view.value?.conversation?.state;
  if (state === undefined || urgent.value === 'to_go') await askForHelp(urgent.value === 'to_go');
  else if (state === ConversationState.WAITING) await seePlace();
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
  if (body.case === 'line') void open();
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
  forgetAll();
  live.value = undefined;
  view.value = request.value = undefined;
  roomId.value = 0n;
  phrase.value = '';
  screen.value = 'arrival';
}

/** Ends this connection and its token at once. */
export function hangUp(): void {
  void live.value?.request({ case: 'signOut', value: {} });
}
