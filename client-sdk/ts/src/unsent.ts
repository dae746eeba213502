// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors

import { keepNothing, type Keep } from './keep.js';
import type { MessageId } from './message_id.js';

export interface UnsentItem {
  readonly conversation: bigint;
  readonly id: MessageId;
  readonly text: string;
  /** The person's clock when it was written, milliseconds. */
  readonly written: number;
}

interface Waiting extends UnsentItem {
  inFlight: boolean;
  notBefore: number;
}

/** Hours of typing on a dead line; beyond it the application keeps the text in its own field. */
const MOST = 256;

/**
 * What the person wrote and the server has not yet answered for. In order, one of a conversation in flight at a time,
 * so that order holds when one is refused for a while; each keeps its id through every retry and every reload, so that
 * it is stored once. Pure but for `keep`: time comes in as a value, milliseconds.
 */
export class Unsent {
  #items: Waiting[];
  constructor(private readonly keep: Keep = keepNothing()) {
    this.#items = restore(keep.load());
  }

  get items(): readonly UnsentItem[] {
    return this.#items;
  }

  /** False when full: nothing was taken. */
  add(item: UnsentItem): boolean {
    if (this.#items.length >= MOST) return false;
    this.#items.push({ ...item, inFlight: false, notBefore: 0 });
    this.#save();
    return true;
  }

  /** The next one that may go: nothing before it in its conversation waits. Marks it in flight. */
  next(now: number): UnsentItem | undefined {
    const held = new Set<bigint>();
    for (const item of this.#items) {
      if (held.has(item.conversation)) continue;
      if (!item.inFlight && item.notBefore <= now) {
        item.inFlight = true;
        return item;
      }
      held.add(item.conversation);
    }
    return undefined;
  }

  /** When `next` may give something that it does not give now. */
  nextTime(): number | undefined {
    const waits = this.#items.filter((item) => !item.inFlight).map((item) => item.notBefore);
    return waits.length > 0 ? Math.min(...waits) : undefined;
  }

  /** A final answer: stored, or refused for good. False: unknown id. */
  settle(id: MessageId): boolean {
    const before = this.#items.length;
    this.#items = this.#items.filter((item) => item.id !== id);
    if (this.#items.length === before) return false;
    this.#save();
    return true;
  }

  /** An answer that says "again": it and what follows it in the conversation wait. */
  retry(id: MessageId, notBefore: number): void {
    const from = this.#items.findIndex((item) => item.id === id);
    const first = this.#items[from];
    if (!first) return;
    first.inFlight = false;
    for (const item of this.#items.slice(from)) {
      if (item.conversation === first.conversation) item.notBefore = Math.max(item.notBefore, notBefore);
    }
  }

  /** The connection is gone: everything in flight is to be sent again. */
  disconnected(): void {
    for (const item of this.#items) item.inFlight = false;
  }

  #save(): void {
    this.keep.save(
      JSON.stringify(this.#items.map(({ conversation, id, text, written }) => [`${conversation}`, id, text, written])),
    );
  }
}

/** What an older or broken store holds is nothing. */
function restore(text: string | null): Waiting[] {
  try {
    const rows = JSON.parse(text ?? '[]') as [string, MessageId, string, number][];
    return rows.map(([conversation, id, said, written]) => {
      return { conversation: BigInt(conversation), id, text: String(said), written, inFlight: false, notBefore: 0 };
    });
  } catch {
    return [];
  }
}
