// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors

import { Backoff, type BackoffBounds } from './backoff.js';
import { comesBack } from './close_codes.js';
import { Connection, refused, type Answer, type Request } from './connection.js';
import { Followed } from './followed.js';
import type { Keep } from './keep.js';
import { bytesOf, freshMessageId, type MessageId } from './message_id.js';
import { socketAddress, type SocketMaker } from './socket.js';
import { pageSurroundings, type Surroundings } from './surroundings.js';
import { Unsent, type UnsentItem } from './unsent.js';
import type { Message } from './wire/holdfast/v1/conversation_pb.js';
import type { Event, Notice } from './wire/holdfast/v1/envelope_pb.js';
import { ErrorCode, type Error as Refusal } from './wire/holdfast/v1/error_pb.js';
import type { Welcome } from './wire/holdfast/v1/session_pb.js';

export type State =
  | 'connecting' // also while waiting before the next attempt
  | 'ready' // signed in; what is followed is being caught up
  | 'ended'; // stopped, signed out, or the token is not accepted: it does not come back by itself

/** What an application hears. Only `start` and `stop` call `onState` before they return. */
export interface Listener {
  /** `reason` is for people who run the program: a close code or the step that failed, never content. */
  onState?(state: State, reason: string): void;
  /** Each committed message of a followed conversation, exactly once, in seq order, whatever the network did. */
  onMessage?(message: Message): void;
  /** Everything else the server tells: cursors, typing, presence, places in the queue, alarms, the line. */
  onEvent?(event: Event): void;
  /** A message written with `send` has its final answer: stored (`sent`), or refused for good (`error`). */
  onSettled?(item: UnsentItem, answer: Answer): void;
  /** Keep nothing of it above `seq`; what lies at or below and has not come cannot be read here. Never silent. */
  onRestated?(conversation: bigint, seq: bigint): void;
  /** A followed conversation is not theirs to read (any more). */
  onRefused?(conversation: bigint, error: Refusal): void;
}

export interface Options {
  /** `http(s)://host[:port]`; in a browser `location.origin`. */
  url: string;
  /** Asked before each sign-in, so that it may be renewed. */
  token: () => string | Promise<string>;
  /** Your program and its version, at most 64 bytes, no personal data. */
  name?: string;
  /** The global one if not said; Node before 22 has none. */
  WebSocket?: SocketMaker;
  /** Where unsent text outlives the page; nowhere if not said. */
  keep?: Keep;
  backoff?: BackoffBounds;
  /** Until a socket is open, milliseconds. 15,000 if not said. */
  connectDeadline?: number;
  /** Until a request is answered, milliseconds. 10,000 if not said. */
  commandDeadline?: number;
  /** With nothing heard for this long, ask; below common NAT tables of 30 s. 20,000 if not said. */
  quiet?: number;
  surroundings?: Surroundings;
}

const AGAIN = 100; // the least wait before a refused subscribe or send goes again, milliseconds
const LOOKED_AT = 3_000; // a page that is looked at again waits no longer for a socket that died in its sleep

/**
 * A person's connection: signs in, follows conversations without gap or duplicate, sends at least once under one
 * client message id, comes back with jitter after any cut.
 */
export class Client {
  /** Of the newest sign-in. */
  welcome: Welcome | undefined;

  readonly #backoff: Backoff;
  readonly #unsent: Unsent;
  readonly #followed = new Followed();
  #connection: Connection | undefined;
  #state: State | undefined;
  #attempt = 0;
  #again: ReturnType<typeof setTimeout> | undefined;
  #later: ReturnType<typeof setTimeout> | undefined;
  #reconnectWithin = 0;
  #subscribing = false;
  #subscribeAfter = 0;
  #stopWatching: (() => void) | undefined;

  constructor(
    private readonly options: Options,
    private readonly listener: Listener,
  ) {
    this.#backoff = new Backoff(options.backoff);
    this.#unsent = new Unsent(options.keep);
  }

  get state(): State | undefined {
    return this.#state;
  }
  /** What was written and not yet answered for, what an earlier page left included. */
  get unsent(): readonly UnsentItem[] {
    return this.#unsent.items;
  }

  /** Once. */
  start(): void {
    const { back, gone } = { back: () => this.#comeBack(), gone: () => this.#connection?.cut() };
    this.#stopWatching = (this.options.surroundings ?? pageSurroundings()).watch({ back, gone });
    void this.#connect('');
  }

  /** Closes politely and ends; unsent messages stay unsent. */
  stop(): void {
    const connection = this.#connection;
    this.#end('stopped');
    connection?.close();
  }

  /** From the message after `delivered` on; 0: everything this person may read. */
  follow(conversation: bigint, delivered = 0n): void {
    this.#followed.add(conversation, delivered);
    this.#subscribe();
  }

  unfollow(conversation: bigint): void {
    if (!this.#followed.remove(conversation) || this.#state !== 'ready') return;
    void this.request({ case: 'unsubscribe', value: { conversationIds: [conversation] } });
  }

  /** Kept and retried until `onSettled`. Nothing is taken, and nothing given, when too much is unsent (256). */
  send(conversation: bigint, text: string): MessageId | undefined {
    const id = freshMessageId();
    if (!this.#unsent.add({ conversation, id, text, written: Date.now() })) return undefined;
    this.#pump();
    return id;
  }

  /**
   * Any other request, once. Always answered: with UNAVAILABLE when there is no connection or it ends before the
   * answer, DEADLINE_EXCEEDED when none comes in time.
   */
  request(body: Request): Promise<Answer> {
    const connection = this.#connection;
    if (!connection || this.#state !== 'ready') return Promise.resolve(refused(ErrorCode.UNAVAILABLE));
    return new Promise((answer) => connection.ask(body, answer));
  }

  async #connect(why: string): Promise<void> {
    this.#tell('connecting', why);
    const address = socketAddress(this.options.url);
    const maker = this.options.WebSocket ?? (globalThis as { WebSocket?: SocketMaker }).WebSocket;
    if (!address) return this.#end('the address is not http(s)://host[:port]');
    if (!maker) return this.#end('this platform has no WebSocket: give one');
    const attempt = ++this.#attempt;
    const token = await Promise.resolve().then(this.options.token).catch(() => undefined);
    if (this.#state === 'ended' || attempt !== this.#attempt) return;
    if (token === undefined) return this.#pause('the token could not be had');
    const { connectDeadline: connect = 15_000, commandDeadline: command = 10_000, quiet = 20_000 } = this.options;
    try {
      this.#connection = new Connection(maker, address, { connect, command, quiet }, {
        opened: () => this.#hello(token),
        event: (event) => this.#event(event),
        notice: (notice) => this.#notice(notice),
        turned: () => this.#subscribe(),
        closed: (code) => this.#closed(code),
      });
    } catch {
      this.#end('a socket to this address is not allowed here');
    }
  }

  #hello(token: string): void {
    const client = this.options.name ?? 'holdfast-ts/0.1';
    this.#connection?.ask({ case: 'hello', value: { token, protocol: 1, client } }, (answer) => {
      if (answer.case === 'welcome') return this.#signedIn(answer.value);
      const code = answer.case === 'error' ? answer.value.code : ErrorCode.INTERNAL;
      const connection = this.#connection;
      if (code === ErrorCode.UNAUTHENTICATED || code === ErrorCode.UNSUPPORTED) {
        this.#end('the token or the protocol version is not accepted');
      }
      connection?.close();
    });
  }

  #signedIn(welcome: Welcome): void {
    this.welcome = welcome;
    this.#backoff.succeeded();
    this.#followed.connected();
    this.#subscribing = false;
    this.#tell('ready', '');
    this.#subscribe();
    this.#pump();
  }

  #closed(code: number): void {
    this.#connection = undefined;
    this.#unsent.disconnected();
    if (this.#state === 'ended') return;
    const why = code === 1006 ? 'the connection was cut' : `closed with code ${code}`;
    if (!comesBack(code)) return this.#end(why);
    this.#pause(why);
  }

  /** Waits, then connects; a browser that says "online" or is looked at again waits no longer. */
  #pause(why: string): void {
    const within = this.#reconnectWithin;
    this.#reconnectWithin = 0;
    const wait = within > 0 ? Math.random() * within : this.#backoff.next();
    this.#tell('connecting', why);
    clearTimeout(this.#again);
    this.#again = setTimeout(() => {
      this.#again = undefined;
      void this.#connect(why);
    }, wait);
  }

  #comeBack(): void {
    if (this.#again !== undefined) {
      clearTimeout(this.#again);
      this.#again = undefined;
      void this.#connect('back');
    } else if (this.#state === 'ready') {
      this.#connection?.check(LOOKED_AT);
    }
  }

  #end(why: string): void {
    if (this.#state === 'ended') return;
    clearTimeout(this.#again);
    clearTimeout(this.#later);
    this.#stopWatching?.();
    this.#tell('ended', why);
  }

  #tell(state: State, reason: string): void {
    if (this.#state === state && state === 'connecting') return;
    this.#state = state;
    this.listener.onState?.(state, reason);
  }

  #event(event: Event): void {
    if (event.body.case === 'message') {
      this.#followed.arrived(event.body.value, this.#sink);
    } else {
      this.listener.onEvent?.(event);
    }
  }

  #notice({ body }: Notice): void {
    if (body.case === 'lagging') this.#followed.lagging(body.value.conversationId);
    if (body.case === 'draining') this.#reconnectWithin = Number(body.value.reconnectAfterMs);
  }

  readonly #sink = {
    deliver: (message: Message) => this.listener.onMessage?.(message),
    restated: (conversation: bigint, seq: bigint) => this.listener.onRestated?.(conversation, seq),
    refused: (conversation: bigint, error: Refusal) => this.listener.onRefused?.(conversation, error),
  };

  #subscribe(): void {
    if (this.#state !== 'ready' || this.#subscribing || Date.now() < this.#subscribeAfter) return;
    const wanted = this.#followed.wanted();
    if (wanted.cursors.length === 0) return;
    this.#subscribing = true;
    this.#connection?.ask({ case: 'subscribe', value: wanted }, (answer) => {
      this.#subscribing = false;
      if (answer.case !== 'subscribed') this.#followed.failed(wanted);
      const all = answer.case === 'subscribed' && this.#followed.answered(answer.value, this.#sink);
      if (all) return this.#subscribe();
      this.#subscribeAfter = Date.now() + AGAIN;
      this.#wake(this.#subscribeAfter);
    });
  }

  #pump(): void {
    if (this.#state !== 'ready') return;
    for (let item = this.#unsent.next(Date.now()); item; item = this.#unsent.next(Date.now())) {
      const { conversation: conversationId, id, text, written } = item;
      const value = { conversationId, clientMessageId: bytesOf(id), text, clientAtUs: BigInt(written) * 1000n };
      const sent = item;
      this.#connection?.ask({ case: 'send', value }, (answer) => this.#settle(sent, answer));
    }
    const next = this.#unsent.nextTime();
    if (next !== undefined && next > Date.now()) this.#wake(next);
  }

  #settle(item: UnsentItem, answer: Answer): void {
    if (answer.case === 'error' && answer.value.retryAfterMs > 0n) {
      this.#unsent.retry(item.id, Date.now() + Math.max(Number(answer.value.retryAfterMs), AGAIN));
    } else if (this.#unsent.settle(item.id)) {
      this.listener.onSettled?.(item, answer);
    }
    this.#pump();
  }

  /** Looks again then; one timer, the soonest wins. */
  #wake(at: number): void {
    clearTimeout(this.#later);
    this.#later = setTimeout(() => {
      this.#subscribe();
      this.#pump();
    }, Math.max(at - Date.now(), 0) + 1);
  }
}
