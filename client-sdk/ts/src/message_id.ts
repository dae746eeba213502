// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors

/** 32 hexadecimal digits: a UUIDv7 (RFC 9562 §5.7), made once for each message a person writes. */
export type MessageId = string & { readonly brand: unique symbol };

let newest = 0;

/** A fresh id; ids of one page never go backwards in time, whatever the clock does. */
export function freshMessageId(now: number = Date.now()): MessageId {
  newest = Math.max(newest, now);
  const bytes = randomBytes();
  for (let i = 5, millis = newest; i >= 0; i -= 1, millis = Math.floor(millis / 256)) bytes[i] = millis % 256;
  bytes[6] = 0x70 | (bytes[6]! & 0x0f);
  bytes[8] = 0x80 | (bytes[8]! & 0x3f);
  return messageIdOf(bytes);
}

/** Unique, not secret: Node 18 has no global `crypto`. */
function randomBytes(): Uint8Array {
  const bytes = Uint8Array.from({ length: 16 }, () => Math.random() * 256);
  return globalThis.crypto ? crypto.getRandomValues(bytes) : bytes;
}

/** The id in the bytes of `client_message_id`. Gives an empty one for notes, which have none. */
export function messageIdOf(bytes: Uint8Array): MessageId {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('') as MessageId;
}

export function bytesOf(id: MessageId): Uint8Array {
  return Uint8Array.from(id.match(/../g) ?? [], (pair) => parseInt(pair, 16));
}
