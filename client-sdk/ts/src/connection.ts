// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors

import { create, fromBinary, toBinary, type MessageInitShape } from '@bufbuild/protobuf';
import { refusal } from './refusal.js';
import type { SocketLike, SocketMaker } from './socket.js';
import { ClientFrameSchema, ServerFrameSchema, type Event, type Notice, type Reply } from './wire/holdfast/v1/envelope_pb.js';
import { ErrorCode } from './wire/holdfast/v1/error_pb.js';

export type Request = NonNullable<MessageInitShape<typeof ClientFrameSchema>['body']>;
export type Answer = Reply['result'];

/** What one connection tells its owner. */
export interface ConnectionOwner {
  opened(): void;
  event(event: Event): void;
  notice(notice: Notice): void;
  /** A whole frame was taken. */
  turned(): void;
  /** `code`: the close code; 1006 for a cut. Last call. */
  closed(code: number): void;
}

export interface ConnectionWaits {
  connect: number;
  command: number;
  quiet: number;
}

interface Pending {
  timer: ReturnType<typeof setTimeout>;
  answer: (result: Answer) => void;
}

const LEAST_RETRY = 100;

/**
 * One WebSocket: frames out, answers matched by their id within a deadline, and a ping after silence, since a
 * half-open socket says nothing. Ends once.
 */
export class Connection {
  readonly #socket: SocketLike;
  readonly #pending = new Map<bigint, Pending>();
  #newest = 0n;
  #over = false;
  #watch: ReturnType<typeof setTimeout>;

  constructor(
    maker: SocketMaker,
    address: string,
    private readonly waits: ConnectionWaits,
    private readonly owner: ConnectionOwner,
  ) {
    this.#socket = new maker(address, 'holdfast.v1.protobuf');
    this.#watch = setTimeout(() => this.cut(), waits.connect);
    this.#socket.binaryType = 'arraybuffer';
    this.#socket.onopen = () => {
      this.#heard();
      owner.opened();
    };
    this.#socket.onmessage = (event: { data: unknown }) => this.#take(event.data);
    this.#socket.onclose = (event: { code: number }) => this.#end(event.code);
    this.#socket.onerror = () => undefined; // a close follows, and says what there is to know
  }

  /**
   * Answered once, before anything that the server sent after the answer: with UNAVAILABLE when the connection ends
   * first, DEADLINE_EXCEEDED when no answer comes in time.
   */
  ask(body: Request, answer: (result: Answer) => void): void {
    if (this.#over) return answer(refused(ErrorCode.UNAVAILABLE));
    this.#newest += 1n;
    const id = this.#newest;
    const timer = setTimeout(() => {
      this.#pending.delete(id);
      answer(refused(ErrorCode.DEADLINE_EXCEEDED));
    }, this.waits.command);
    this.#pending.set(id, { timer, answer });
    this.#socket.send(toBinary(ClientFrameSchema, create(ClientFrameSchema, { id, body })));
  }

  /** Is the other side still there? Ends the connection if nothing comes within `wait` milliseconds. */
  check(wait: number): void {
    if (this.#over) return;
    clearTimeout(this.#watch);
    this.#watch = setTimeout(() => this.cut(), wait);
    this.ask({ case: 'ping', value: {} }, () => undefined);
  }

  close(): void {
    this.#socket.close(1000);
  }

  /** Ends here and now, whatever the network thinks. */
  cut(): void {
    this.#end(1006);
    this.#socket.close();
  }

  #heard(): void {
    clearTimeout(this.#watch);
    this.#watch = setTimeout(() => this.check(this.waits.command), this.waits.quiet);
  }

  #take(data: unknown): void {
    if (this.#over) return;
    this.#heard();
    let frame;
    try {
      frame = fromBinary(ServerFrameSchema, new Uint8Array(data as ArrayBuffer));
    } catch {
      return this.cut(); // not a frame: what follows cannot be trusted either
    }
    for (const { body } of frame.envelopes) {
      if (body.case === 'reply') this.#answer(body.value);
      if (body.case === 'event') this.owner.event(body.value);
      if (body.case === 'notice') this.owner.notice(body.value);
    }
    this.owner.turned();
  }

  #answer(reply: Reply): void {
    const pending = this.#pending.get(reply.id);
    if (!pending) return; // its deadline has passed
    this.#pending.delete(reply.id);
    clearTimeout(pending.timer);
    pending.answer(reply.result);
  }

  #end(code: number): void {
    if (this.#over) return;
    this.#over = true;
    clearTimeout(this.#watch);
    for (const { timer, answer } of this.#pending.values()) {
      clearTimeout(timer);
      answer(refused(ErrorCode.UNAVAILABLE));
    }
    this.#pending.clear();
    this.owner.closed(code);
  }
}

export function refused(code: ErrorCode): Answer {
  return { case: 'error', value: refusal(code, LEAST_RETRY) };
}
