// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors

import { create, fromBinary, toBinary, type MessageInitShape } from '@bufbuild/protobuf';
import type { SocketLike, SocketMaker } from '../src/socket.js';
import { ClientFrameSchema, ServerFrameSchema, type ClientFrame } from '../src/wire/holdfast/v1/envelope_pb.js';

type Envelope = MessageInitShape<typeof ServerFrameSchema>['envelopes'];
type Reply = { [K in string]: unknown };

/** One connection as the server sees it. */
export class Peer {
  over = false;
  constructor(private readonly socket: FakeSocket) {}

  reply(frame: ClientFrame, result: Reply): void {
    this.tell([{ body: { case: 'reply', value: { id: frame.id, result } } }] as Envelope);
  }
  event(body: Reply): void {
    this.tell([{ body: { case: 'event', value: { body } } }] as Envelope);
  }
  notice(body: Reply): void {
    this.tell([{ body: { case: 'notice', value: { body } } }] as Envelope);
  }
  tell(envelopes: Envelope): void {
    this.raw(toBinary(ServerFrameSchema, create(ServerFrameSchema, { envelopes: envelopes ?? [] })));
  }
  raw(bytes: Uint8Array): void {
    queueMicrotask(() => this.over || this.socket.onmessage?.({ data: bytes.slice().buffer } as never));
  }
  close(code: number): void {
    queueMicrotask(() => {
      if (this.over) return;
      this.over = true;
      this.socket.onclose?.({ code } as never);
    });
  }
  /** The line drops: no close frame. */
  cut(): void {
    this.close(1006);
  }
}

abstract class FakeSocket implements SocketLike {
  binaryType = '';
  onopen: SocketLike['onopen'] = null;
  onmessage: SocketLike['onmessage'] = null;
  onclose: SocketLike['onclose'] = null;
  onerror: SocketLike['onerror'] = null;
  abstract send(bytes: Uint8Array): void;
  abstract close(code?: number): void;
}

/** A server in this process, scripted by a function of each frame. Nothing arrives inside the call that caused it. */
export class FakeServer {
  connections = 0;
  /** False: sockets stay half open, as behind a dead network. */
  opens = true;
  newest!: Peer;
  readonly WebSocket: SocketMaker;

  constructor(answer: (peer: Peer, frame: ClientFrame) => void) {
    const server = this;
    this.WebSocket = class extends FakeSocket {
      readonly peer = new Peer(this);
      constructor() {
        super();
        server.connections += 1;
        server.newest = this.peer;
        queueMicrotask(() => server.opens && this.onopen?.({} as never));
      }
      send(bytes: Uint8Array): void {
        if (!this.peer.over) answer(this.peer, fromBinary(ClientFrameSchema, bytes));
      }
      close(code = 1005): void {
        this.peer.close(code);
      }
    };
  }
}
