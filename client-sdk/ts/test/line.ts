// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors

import { messageIdOf } from '../src/message_id.js';
import type { Subscribe } from '../src/wire/holdfast/v1/conversation_pb.js';
import type { ClientFrame } from '../src/wire/holdfast/v1/envelope_pb.js';
import type { Peer } from './fake_server.js';

export const ROOM = 4n;

/** A line of one conversation that keeps what it is sent, as a good server does; tests change single answers. */
export class Line {
  /** Gives true when it has answered, or will not. */
  before: ((peer: Peer, frame: ClientFrame) => boolean) | undefined;
  head = 0n;
  hidden = new Set<bigint>();
  pageSize = 1000;
  swallowAnswers = 0;
  readonly ids: string[] = [];
  readonly askedFrom: bigint[] = [];
  readonly tokens: string[] = [];

  answer(peer: Peer, frame: ClientFrame): void {
    if (this.before?.(peer, frame)) return;
    const { body } = frame;
    if (body.case === 'hello') {
      this.tokens.push(body.value.token);
      peer.reply(frame, { case: 'welcome', value: { epoch: 1n } });
    }
    if (body.case === 'subscribe') peer.reply(frame, { case: 'subscribed', value: { items: this.#pages(body.value) } });
    if (body.case === 'ping') peer.reply(frame, { case: 'pong', value: body.value });
    if (body.case === 'send') {
      const id = messageIdOf(body.value.clientMessageId);
      const repeat = this.ids.includes(id);
      if (!repeat) this.ids.push(id);
      if (this.swallowAnswers > 0) {
        this.swallowAnswers -= 1;
        return peer.cut();
      }
      peer.reply(frame, { case: 'sent', value: { seq: BigInt(this.ids.length), repeat } });
    }
  }

  #pages(subscribe: Subscribe): object[] {
    return subscribe.cursors.map(({ conversationId, seq: fromSeq }) => {
      this.askedFrom.push(fromSeq);
      const toSeq = fromSeq + BigInt(this.pageSize) < this.head ? fromSeq + BigInt(this.pageSize) : this.head;
      const messages = [];
      for (let seq = fromSeq + 1n; seq <= toSeq; seq += 1n) {
        if (!this.hidden.has(seq)) messages.push({ conversationId, seq });
      }
      return { conversationId, epoch: 1n, fromSeq, toSeq, headSeq: this.head, messages };
    });
  }
}

export function told(peer: Peer, seq: bigint): void {
  peer.event({ case: 'message', value: { epoch: 1n, message: { conversationId: ROOM, seq } } });
}

export function refuse(peer: Peer, frame: ClientFrame, code: number, retryAfterMs = 0n): boolean {
  peer.reply(frame, { case: 'error', value: { code, retryAfterMs } });
  return true;
}
