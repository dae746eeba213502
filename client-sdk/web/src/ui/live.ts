// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors

import { signal } from '@preact/signals';
import {
  Client,
  keepIn,
  type ConversationView,
  type Event,
  type Message,
  type Request,
  type State,
  type Answer,
  type Presence,
} from '@holdfast/client';
import { keepDraft } from './drafts';
import { Room } from './room';

/** What an app does with what its person's connection tells. */
export interface App {
  /** Signed in, first or again: ask for what may have changed meanwhile. */
  ready(live: Live): void;
  ended(): void;
  event(event: Event): void;
  message?(message: Message): void;
}

/** A person's connection, and the conversations they follow. */
export class Live {
  readonly state = signal<State>('connecting');
  readonly online = signal(navigator.onLine);
  readonly presence = signal<ReadonlyMap<bigint, Presence>>(new Map());
  readonly rooms = signal<ReadonlyMap<bigint, Room>>(new Map());
  readonly client: Client;

  constructor(token: string, name: string, private readonly app: App) {
    const keep = keepIn(sessionStorage, `unsent.${name}`);
    this.client = new Client(
      { url: location.origin, token: () => token, name, keep },
      {
        onState: (state) => this.#turned(state),
        onMessage: (message) => {
          this.room(message.conversationId).arrived(message);
          app.message?.(message);
        },
        onEvent: (event) => this.#event(event),
        onSettled: (item, answer) => this.room(item.conversation).settled(item, answer),
        onRestated: (conversation, seq) => this.room(conversation).restated(seq),
        onRefused: (conversation) => this.forget(conversation),
      },
    );
    window.addEventListener('online', this.#network);
    window.addEventListener('offline', this.#network);
    this.client.start();
  }

  get me(): bigint {
    return this.client.welcome?.personId ?? 0n;
  }

  request(body: Request): Promise<Answer> {
    return this.client.request(body);
  }

  /** Of a conversation that is or will be followed; the same each time. */
  room(id: bigint): Room {
    const known = this.rooms.peek().get(id);
    if (known) return known;
    const room = new Room(this.client, id);
    keepDraft(room);
    this.rooms.value = new Map(this.rooms.peek()).set(id, room);
    return room;
  }

  follow(id: bigint, delivered = 0n): Room {
    const room = this.room(id);
    this.client.follow(id, delivered);
    return room;
  }

  forget(id: bigint): void {
    this.client.unfollow(id);
    const rooms = new Map(this.rooms.peek());
    rooms.delete(id);
    this.rooms.value = rooms;
  }

  /** All of a person's conversations, page by page. */
  async conversations(): Promise<ConversationView[]> {
    const all: ConversationView[] = [];
    for (;;) {
      const afterId = all.at(-1)?.conversation?.id ?? 0n;
      const answer = await this.request({ case: 'listConversations', value: { afterId, limit: 100 } });
      if (answer.case !== 'conversations') return all;
      all.push(...answer.value.conversations);
      if (!answer.value.more) return all;
    }
  }

  async watch(personIds: bigint[]): Promise<void> {
    const answer = await this.request({ case: 'watchPresence', value: { personIds } });
    if (answer.case !== 'presences') return;
    this.presence.value = new Map(answer.value.people.map((person) => [person.personId, person]));
  }

  stop(): void {
    window.removeEventListener('online', this.#network);
    window.removeEventListener('offline', this.#network);
    this.client.stop();
  }

  readonly #network = () => {
    this.online.value = navigator.onLine;
  };

  #turned(state: State): void {
    this.state.value = state;
    if (state === 'ready') this.app.ready(this);
    if (state === 'ended') this.app.ended();
  }

  #event(event: Event): void {
    const { body } = event;
    if (body.case === 'typing' || body.case === 'cursor' || body.case === 'erased') {
      this.rooms.peek().get(body.value.conversationId)?.event(event);
    } else if (body.case === 'presence' && body.value.presence) {
      const { presence } = body.value;
      this.presence.value = new Map(this.presence.peek()).set(presence.personId, presence);
    } else if (body.case === 'accessEnded') {
      this.forget(body.value.conversationId);
    }
    this.app.event(event);
  }
}
