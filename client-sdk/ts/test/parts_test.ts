// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors

import { expect, test } from 'vitest';
import { Accounts } from '../src/account.js';
import { Backoff } from '../src/backoff.js';
import { Followed } from '../src/followed.js';
import { bytesOf, freshMessageId, messageIdOf } from '../src/message_id.js';
import { Unsent } from '../src/unsent.js';

test('backoff doubles its ceiling up to the most, and starts over after a success', () => {
  const highest = new Backoff({ first: 500, most: 20_000 }, () => 0.999999999);
  const waits = Array.from({ length: 8 }, () => highest.next());
  expect(waits).toEqual([500, 1000, 2000, 4000, 8000, 16000, 20000, 20000]);
  highest.succeeded();
  expect(highest.next()).toBe(500);
  expect(new Backoff({ first: 500, most: 20_000 }, () => 0).next()).toBe(0);
});

test('a message id is a UUIDv7 that does not go backwards and survives its bytes', () => {
  const id = freshMessageId(0x0123456789ab);
  expect(id).toMatch(/^0123456789ab7[0-9a-f]{3}[89ab][0-9a-f]{15}$/);
  expect(freshMessageId(0x0123456789a0).slice(0, 12)).toBe('0123456789ab');
  expect(messageIdOf(bytesOf(id))).toBe(id);
  expect(messageIdOf(new Uint8Array())).toBe('');
});

const item = (conversation: bigint, text: string) => ({ conversation, text, id: freshMessageId(), written: 1 });

test('one of a conversation is in flight at a time, and others do not wait for it', () => {
  const unsent = new Unsent();
  const [a1, a2, b1] = [item(1n, 'a1'), item(1n, 'a2'), item(2n, 'b1')];
  for (const one of [a1, a2, b1]) expect(unsent.add(one)).toBe(true);
  expect(unsent.next(0)?.id).toBe(a1.id);
  expect(unsent.next(0)?.id).toBe(b1.id);
  expect(unsent.next(0)).toBeUndefined();
  unsent.retry(a1.id, 10);
  expect(unsent.nextTime()).toBe(10);
  expect(unsent.next(9)).toBeUndefined();
  expect(unsent.next(10)?.id).toBe(a1.id);
  unsent.settle(a1.id);
  expect(unsent.next(10)?.id).toBe(a2.id);
});

test('unsent takes 256 and no more', () => {
  const unsent = new Unsent();
  for (let n = 0; n < 256; n += 1) expect(unsent.add(item(1n, 'x'))).toBe(true);
  expect(unsent.add(item(1n, 'x'))).toBe(false);
});

test('a broken store is an empty one', () => {
  for (const text of ['{', '7', '[[]]', 'null']) {
    expect(new Unsent({ load: () => text, save: () => undefined }).items, text).toEqual([]);
  }
});

test('at most 64 conversations are asked for at once, and each once', () => {
  const followed = new Followed();
  for (let id = 1n; id <= 65n; id += 1n) followed.add(id);
  expect(followed.wanted().cursors).toHaveLength(64);
  expect(followed.wanted().cursors.map((cursor) => cursor.conversationId)).toEqual([65n]);
  expect(followed.wanted().cursors).toHaveLength(0);
});

test.each([
  ['a refusal', 429, '{"code":"rate_limited","error":"slower","retry_after_ms":500}', ['rate_limited', 500]],
  ['a proxy that answers in its own words', 502, '<html>', ['unavailable', 1_000]],
  ['nothing at all', undefined, '', ['unavailable', 1_000]],
] as const)('%s over HTTP is a value', async (_, status, body, [name, wait]) => {
  const fetching = () => (status ? Promise.resolve(new Response(body, { status })) : Promise.reject(new Error('cut')));
  const answer = await new Accounts('http://127.0.0.1', fetching).seeArrival('shore', 'en');
  expect(answer).toMatchObject({ ok: false, error: { name, retryAfterMs: wait } });
});
