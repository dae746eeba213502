// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors

import { signal } from '@preact/signals';
import {
  CursorKind,
  messageIdOf,
  type Answer,
  type Client,
  type ConversationView,
  type Event,
  type Message,
  type UnsentItem,
} from '@holdfast/client';

const TYPING_SHOWN = 6_000; // forget another's typing after this (proto/README.md)
const TYPING_TOLD = 4_000; // say one's own again after this

export interface Failed extends UnsentItem {
  readonly code: number;
}

/** One conversation as the screen needs it. Signals change at most once a turn, however many messages come. */
export class Room {
  readonly messages = signal<readonly Message[]>([]);
  readonly pending = signal<readonly UnsentItem[]>([]);
  readonly failed = signal<readonly Failed[]>([]);
  readonly view = signal<ConversationView | undefined>(undefined);
  readonly typing = signal<ReadonlySet<bigint>>(new Set());
  readonly receipts = signal<ReadonlyMap<bigint, { read: bigint; delivered: bigint }>>(new Map());
  readonly draft = signal('');
  /** What the person has seen themselves. */
  readonly readSeq = signal(0n);

  #receipted = true;
  readonly #names = new Map<bigint, string>();
  #arrived: Message[] = [];
  /** Stored, but not yet heard back as a message: still shown. */
  #sent: UnsentItem[] = [];
  #drawing = false;
  #typingTold = 0;
  readonly #forget = new Map<bigint, ReturnType<typeof setTimeout>>();

  constructor(
    private readonly client: Client,
    readonly id: bigint,
  ) {
    this.#takePending();
  }

  /** False: too much is unsent, or the text is too long; it stays in the box. */
  send(text: string): boolean {
    if (this.client.send(this.id, text) === undefined) return false;
    this.#takePending();
    this.stopTyping();
    return true;
  }

  settled(item: UnsentItem, answer: Answer): void {
    if (answer.case === 'error') this.failed.value = [...this.failed.value, { ...item, code: answer.value.code }];
    else this.#sent.push(item);
    this.#drawSoon();
  }

  forgetFailed(item: Failed): void {
    this.failed.value = this.failed.value.filter((one) => one !== item);
  }

  arrived(message: Message): void {
    this.#arrived.push(message);
    this.#noTyping(message.authorId);
    this.#drawSoon();
  }

  restated(seq: bigint): void {
    this.#arrived = this.#arrived.filter((message) => message.seq <= seq);
    this.messages.value = this.messages.value.filter((message) => message.seq <= seq);
  }

  event({ body }: Event): void {
    if (body.case === 'typing') this.#someoneTypes(body.value.personId, body.value.typing);
    if (body.case === 'cursor') this.#receipt(body.value.personId, body.value.kind, body.value.seq);
    if (body.case === 'erased') this.#erased(body.value.seq);
  }

  shown(view: ConversationView): void {
    this.view.value = view;
    for (const member of view.members) {
      this.#names.set(member.personId, member.displayName);
      this.#receipt(member.personId, CursorKind.DELIVERED, member.deliveredSeq);
      this.#receipt(member.personId, CursorKind.READ, member.readSeq);
    }
  }

  /** Also of who was here and has left. Empty: a seeker, or nobody this page has seen here. */
  nameOf(person: bigint): string {
    return (this.view.value && this.#names.get(person)) ?? '';
  }

  /** Not for who reads along: a "seen" of theirs would be taken for an answer to come. From then on, from the start. */
  leavesReceipts(wanted: boolean): void {
    if (wanted && !this.#receipted) this.readSeq.value = 0n;
    this.#receipted = wanted;
  }

  /** The newest was on the screen of someone who looks. */
  markRead(): void {
    const newest = this.messages.value.at(-1)?.seq ?? 0n;
    if (newest <= this.readSeq.value) return;
    this.readSeq.value = newest;
    this.#tell(CursorKind.READ);
  }

  startTyping(): void {
    if (Date.now() - this.#typingTold < TYPING_TOLD) return;
    this.#typingTold = Date.now();
    void this.client.request({ case: 'setTyping', value: { conversationId: this.id, typing: true } });
  }

  stopTyping(): void {
    if (this.#typingTold === 0) return;
    this.#typingTold = 0;
    void this.client.request({ case: 'setTyping', value: { conversationId: this.id, typing: false } });
  }

  #tell(kind: CursorKind): void {
    const seq = this.messages.value.at(-1)?.seq ?? 0n;
    if (!this.#receipted || seq === 0n) return;
    void this.client.request({ case: 'moveCursor', value: { conversationId: this.id, kind, seq } });
  }

  /** One drawing a turn: a page of a thousand messages is drawn once. */
  #drawSoon(): void {
    if (this.#drawing) return;
    this.#drawing = true;
    queueMicrotask(() => {
      this.#drawing = false;
      if (this.#arrived.length > 0) this.messages.value = this.messages.value.concat(this.#arrived);
      if (this.#arrived.some(({ authorId }) => authorId !== this.client.welcome?.personId)) this.#tell(CursorKind.DELIVERED);
      this.#arrived = [];
      this.#takePending();
    });
  }

  /** What is stored already is a message, even before its answer came. */
  #takePending(): void {
    const mine = [...this.#sent, ...this.client.unsent.filter((item) => item.conversation === this.id)];
    const stored = new Set(mine.length > 0 ? this.messages.value.slice(-300).map((m) => messageIdOf(m.clientMessageId)) : []);
    this.#sent = this.#sent.filter((item) => !stored.has(item.id));
    this.pending.value = mine.filter((item) => !stored.has(item.id));
  }

  #erased(seq: bigint): void {
    this.messages.value = this.messages.value.map((message) => {
      if (seq !== 0n && message.seq !== seq) return message;
      const { content: _, ...rest } = message;
      return { ...rest, erased: true };
    });
  }

  #receipt(person: bigint, kind: CursorKind, seq: bigint): void {
    const before = this.receipts.value.get(person) ?? { read: 0n, delivered: 0n };
    const after = kind === CursorKind.READ ? { ...before, read: seq } : { ...before, delivered: seq };
    this.receipts.value = new Map(this.receipts.value).set(person, after);
  }

  #someoneTypes(person: bigint, typing: boolean): void {
    clearTimeout(this.#forget.get(person));
    if (!typing) return this.#noTyping(person);
    this.typing.value = new Set(this.typing.value).add(person);
    this.#forget.set(person, setTimeout(() => this.#noTyping(person), TYPING_SHOWN));
  }

  #noTyping(person: bigint): void {
    if (!this.typing.value.has(person)) return;
    this.typing.value = new Set([...this.typing.value].filter((one) => one !== person));
  }
}
