// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors

/** What a WebSocket of a browser, of Node or of a library has in common. */
export interface SocketLike {
  binaryType: string;
  onopen: ((event: never) => unknown) | null;
  onmessage: ((event: never) => unknown) | null;
  onclose: ((event: never) => unknown) | null;
  onerror: ((event: never) => unknown) | null;
  send(bytes: Uint8Array): void;
  close(code?: number): void;
}
export type SocketMaker = new (url: string, subprotocol: string) => SocketLike;

/** `http(s)://host[:port]` to the address of the socket. Gives nothing for what is no such address. */
export function socketAddress(url: string): string | undefined {
  const found = /^(http|https):\/\/([^/@?#\s]+)$/.exec(url);
  return found ? `${found[1] === 'https' ? 'wss' : 'ws'}://${found[2]}/v1/ws` : undefined;
}
