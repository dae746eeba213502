// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors

import { create } from '@bufbuild/protobuf';
import { Timeline } from './timeline.js';
import type { Message, MessageCommitted, Subscribe, Subscribed, SubscribedTo } from './wire/holdfast/v1/conversation_pb.js';
import { SubscribeSchema } from './wire/holdfast/v1/conversation_pb.js';
import { ErrorCode, type Error as Refusal } from './wire/holdfast/v1/error_pb.js';

/** What `Followed` hands on, in order. */
export interface Sink {
  deliver(message: Message): void;
  restated(conversation: bigint, seq: bigint): void;
  refused(conversation: bigint, error: Refusal): void;
}

interface One {
  timeline: Timeline;
  stage: 'wanted' | 'asked' | 'live';
  /** Something beyond the next passed while asked: ask again after the answer. */
  missed: boolean;
}

/** Cursors of one subscribe request; the server takes no more (proto/README.md, Limits). */
const PAGE = 64;

/** The conversations a client follows: which to subscribe to now, and what of an answer or event goes on. Pure. */
export class Followed {
  readonly #conversations = new Map<bigint, One>();

  add(conversation: bigint, delivered = 0n): void {
    if (this.#conversations.has(conversation)) return;
    this.#conversations.set(conversation, { timeline: new Timeline(delivered), stage: 'wanted', missed: false });
  }

  /** False: it was not followed. */
  remove(conversation: bigint): boolean {
    return this.#conversations.delete(conversation);
  }

  /** A new connection: everything has to be subscribed to again. */
  connected(): void {
    for (const one of this.#conversations.values()) one.stage = 'wanted';
  }

  /** Cursors that need a subscribe request now, at most a page; they count as asked for. */
  wanted(): Subscribe {
    const subscribe = create(SubscribeSchema);
    for (const [conversationId, one] of this.#conversations) {
      if (one.stage !== 'wanted' || subscribe.cursors.length === PAGE) continue;
      one.stage = 'asked';
      one.missed = false;
      const { epoch, delivered: seq } = one.timeline;
      subscribe.cursors.push({ $typeName: 'holdfast.v1.Cursor', conversationId, epoch, seq });
    }
    return subscribe;
  }

  /** The request got no answer worth having: ask again for the same. */
  failed(asked: Subscribe): void {
    for (const cursor of asked.cursors) this.lagging(cursor.conversationId);
  }

  lagging(conversation: bigint): void {
    const one = this.#conversations.get(conversation);
    if (one) one.stage = 'wanted';
  }

  /** False: some of them are to be asked for again, a little later. */
  answered(subscribed: Subscribed, sink: Sink): boolean {
    let all = true;
    for (const item of subscribed.items) {
      const one = this.#conversations.get(item.conversationId);
      if (!one) continue; // unfollowed meanwhile
      const code = item.error?.code;
      if (code === ErrorCode.EPOCH_CHANGED || code === ErrorCode.CURSOR_AHEAD) {
        one.timeline.restate(item.epoch, item.fromSeq);
        one.stage = 'wanted';
        sink.restated(item.conversationId, item.fromSeq);
      } else if (item.error && item.error.retryAfterMs > 0n) {
        one.stage = 'wanted';
        all = false;
      } else if (item.error) {
        this.#conversations.delete(item.conversationId);
        sink.refused(item.conversationId, item.error);
      } else {
        this.#take(item, one, sink);
      }
    }
    return all;
  }

  arrived(event: MessageCommitted, sink: Sink): void {
    const message = event.message;
    const one = message && this.#conversations.get(message.conversationId);
    if (!one) return;
    const arrival = one.timeline.arrive(event.epoch, message.seq);
    if (arrival === 'deliver') sink.deliver(message);
    if (arrival === 'gap') {
      one.missed = true;
      if (one.stage === 'live') one.stage = 'wanted';
    }
  }

  #take(item: SubscribedTo, one: One, sink: Sink): void {
    if (item.fromSeq > one.timeline.delivered) {
      one.timeline.restate(item.epoch, item.fromSeq);
      sink.restated(item.conversationId, item.fromSeq);
    }
    for (const message of item.messages) {
      if (one.timeline.read(item.epoch, message.seq) === 'deliver') sink.deliver(message);
    }
    one.timeline.read(item.epoch, item.toSeq);
    one.stage = one.timeline.delivered >= item.headSeq && !one.missed ? 'live' : 'wanted';
  }
}
