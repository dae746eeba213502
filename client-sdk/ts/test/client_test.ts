// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors

// The client against a server that misbehaves on purpose: the same promises as tests/service/sdk of the C++ SDK.
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Client, type Listener, type Options, type State } from '../src/client.js';
import type { Answer } from '../src/connection.js';
import { keepIn } from '../src/keep.js';
import { ErrorCode } from '../src/wire/holdfast/v1/error_pb.js';
import { FakeServer } from './fake_server.js';
import { Line, ROOM, refuse, told } from './line.js';

let line: Line;
let server: FakeServer;
let client: Client;
let states: State[], seqs: bigint[], restated: bigint[], refusals: number[], answers: Answer[], events: string[];
let reason = '';
let network: { back(): void; gone(): void };

const listener: Listener = {
  onState: (state, why) => {
    states.push(state);
    reason = why;
  },
  onMessage: (message) => seqs.push(message.seq),
  onEvent: (event) => events.push(event.body.case ?? ''),
  onSettled: (_, answer) => answers.push(answer),
  onRestated: (_, seq) => restated.push(seq),
  onRefused: (_, error) => refusals.push(error.code),
};

function options(more: Partial<Options> = {}): Options {
  return {
    url: 'http://127.0.0.1',
    token: () => 'token',
    WebSocket: server.WebSocket,
    backoff: { first: 5, most: 20 },
    connectDeadline: 200,
    commandDeadline: 200,
    surroundings: { watch: (on) => ((network = on), () => undefined) },
    ...more,
  };
}

const until = (done: () => boolean) => vi.waitFor(() => expect(done()).toBe(true), { timeout: 5_000, interval: 2 });
const ready = () => client.state === 'ready';
const texts = () => client.unsent.map((item) => item.text);

beforeEach(() => {
  line = new Line();
  server = new FakeServer((peer, frame) => line.answer(peer, frame));
  [states, seqs, restated, refusals, answers, events] = [[], [], [], [], [], []];
  client = new Client(options(), listener);
});
afterEach(() => client.stop());

test('a message whose answer was cut is sent again under the same id', async () => {
  line.swallowAnswers = 2;
  client.start();
  client.send(ROOM, 'hello');
  await until(() => answers.length === 1);
  expect(answers[0]).toMatchObject({ case: 'sent', value: { repeat: true } });
  expect(line.ids).toHaveLength(1);
  expect(server.connections).toBe(3);
  expect(client.unsent).toEqual([]);
});

test('follows without gap or duplicate through a cut', async () => {
  line.head = 2n;
  client.follow(ROOM);
  client.start();
  await until(() => seqs.length === 2);
  line.head = 5n;
  server.newest.cut();
  await until(() => seqs.length === 5);
  told(server.newest, 5n);
  told(server.newest, 6n);
  await until(() => seqs.length === 6);
  expect(seqs).toEqual([1n, 2n, 3n, 4n, 5n, 6n]);
  expect(line.askedFrom).toEqual([0n, 2n]);
});

test('a lost event is read again', async () => {
  client.follow(ROOM);
  client.start();
  await until(() => line.askedFrom.length === 1);
  line.head = 3n;
  told(server.newest, 3n);
  await until(() => seqs.length === 3);
  expect(seqs).toEqual([1n, 2n, 3n]);
});

test('an event that comes right behind the page is handed on without asking again', async () => {
  line.head = 2n;
  line.before = (peer, frame) => {
    if (frame.body.case !== 'subscribe') return false;
    const messages = [{ conversationId: ROOM, seq: 1n }];
    const items = [{ conversationId: ROOM, epoch: 1n, toSeq: 1n, headSeq: 1n, messages }];
    peer.tell([
      { body: { case: 'reply', value: { id: frame.id, result: { case: 'subscribed', value: { items } } } } },
      { body: { case: 'event', value: { body: { case: 'message', value: { epoch: 1n, message: { conversationId: ROOM, seq: 2n } } } } } },
    ]);
    line.askedFrom.push(0n);
    return true;
  };
  client.follow(ROOM);
  client.start();
  await until(() => seqs.length === 2);
  expect(seqs).toEqual([1n, 2n]);
  expect(line.askedFrom).toEqual([0n]);
});

test('what is hidden inside a range is no gap', async () => {
  line.head = 4n;
  line.hidden = new Set([2n, 4n]);
  client.follow(ROOM);
  client.start();
  await until(() => seqs.length === 2);
  told(server.newest, 5n);
  await until(() => seqs.length === 3);
  expect(seqs).toEqual([1n, 3n, 5n]);
  expect(line.askedFrom).toEqual([0n]);
});

test('pages until the head', async () => {
  line.head = 5n;
  line.pageSize = 2;
  client.follow(ROOM);
  client.start();
  await until(() => seqs.length === 5);
  expect(line.askedFrom).toEqual([0n, 2n, 4n]);
});

test('lagging is caught up at its own pace', async () => {
  client.follow(ROOM);
  client.start();
  await until(() => line.askedFrom.length === 1);
  line.head = 4n;
  server.newest.notice({ case: 'lagging', value: { conversationId: ROOM } });
  await until(() => seqs.length === 4);
  expect(seqs).toEqual([1n, 2n, 3n, 4n]);
});

test.each([
  ['a restored store', ErrorCode.EPOCH_CHANGED, 2n],
  ['a cursor ahead of the server', ErrorCode.CURSOR_AHEAD, 1n],
])('%s is told and read again from what is left', async (_, code, fromSeq) => {
  line.head = 3n;
  client.follow(ROOM);
  client.start();
  await until(() => seqs.length === 3);
  let once = true;
  line.before = (peer, frame) => {
    if (frame.body.case !== 'subscribe' || !once) return false;
    once = false;
    const items = [{ conversationId: ROOM, epoch: 2n, fromSeq, headSeq: 3n, error: { code } }];
    peer.reply(frame, { case: 'subscribed', value: { items } });
    return true;
  };
  server.newest.cut();
  await until(() => restated.length === 1 && seqs.length === 3 + Number(3n - fromSeq));
  expect(restated).toEqual([fromSeq]);
  expect(seqs.slice(3)[0]).toBe(fromSeq + 1n);
});

test('what was before this person came is restated, not silent', async () => {
  line.before = (peer, frame) => {
    if (frame.body.case !== 'subscribe') return false;
    const messages = [{ conversationId: ROOM, seq: 8n }];
    const items = [{ conversationId: ROOM, epoch: 1n, fromSeq: 7n, toSeq: 8n, headSeq: 8n, messages }];
    peer.reply(frame, { case: 'subscribed', value: { items } });
    return true;
  };
  client.follow(ROOM);
  client.start();
  await until(() => seqs.length === 1);
  expect(restated).toEqual([7n]);
  expect(seqs).toEqual([8n]);
});

test('a conversation that is not theirs is told once and dropped', async () => {
  line.before = (peer, frame) => {
    if (frame.body.case !== 'subscribe') return false;
    const items = [{ conversationId: ROOM, error: { code: ErrorCode.NOT_FOUND } }];
    line.askedFrom.push(0n);
    peer.reply(frame, { case: 'subscribed', value: { items } });
    return true;
  };
  client.follow(ROOM);
  client.start();
  await until(() => refusals.length === 1);
  server.newest.cut();
  await until(() => server.connections === 2 && ready());
  expect(line.askedFrom).toHaveLength(1);
});

test('a conversation refused for a while is asked for again', async () => {
  let refused = 0;
  line.head = 1n;
  line.before = (peer, frame) => {
    if (frame.body.case !== 'subscribe' || refused === 2) return false;
    refused += 1;
    return refuse(peer, frame, ErrorCode.BUSY, 10n);
  };
  client.follow(ROOM);
  client.start();
  await until(() => seqs.length === 1);
});

test('a drained server is left and found again', async () => {
  client.start();
  await until(ready);
  server.newest.notice({ case: 'draining', value: { reconnectAfterMs: 10n } });
  server.newest.close(4000);
  await until(() => server.connections === 2 && ready());
});

test.each([4500, 4501, 4502, 4503])('close code %i ends the client for good', async (code) => {
  client.start();
  await until(ready);
  server.newest.close(code);
  await until(() => client.state === 'ended');
  network.back();
  expect(server.connections).toBe(1);
  expect(reason).toContain(`${code}`);
});

test.each([1001, 1006, 1011, 4000, 4001, 4002, 4003])('after close code %i it comes back', async (code) => {
  client.start();
  await until(ready);
  server.newest.close(code);
  await until(() => server.connections === 2 && ready());
});

test('a refused token ends the client for good', async () => {
  line.before = (peer, frame) => refuse(peer, frame, ErrorCode.UNAUTHENTICATED);
  client.start();
  await until(() => client.state === 'ended');
  expect(server.connections).toBe(1);
});

test('the token is asked for before each sign-in and may be renewed', async () => {
  let n = 0;
  client = new Client(options({ token: async () => `t${++n}` }), listener);
  client.start();
  await until(ready);
  server.newest.cut();
  await until(() => line.tokens.length === 2);
  expect(line.tokens).toEqual(['t1', 't2']);
});

test('a token that cannot be had now is asked for again', async () => {
  let n = 0;
  client = new Client(options({ token: () => (++n < 3 ? Promise.reject(new Error('away')) : 't') }), listener);
  client.start();
  await until(ready);
  expect(n).toBe(3);
});

test('busy is waited for and order is kept', async () => {
  let refused = 0;
  line.before = (peer, frame) => {
    if (frame.body.case !== 'send' || refused === 2) return false;
    refused += 1;
    return refuse(peer, frame, ErrorCode.BUSY, 20n);
  };
  client.start();
  const order = ['one', 'two', 'three'].map((text) => client.send(ROOM, text));
  await until(() => answers.length === 3);
  expect(line.ids).toEqual(order);
});

test.each([ErrorCode.ENDED, ErrorCode.OTHER_BODY])('refused for good (%i) is told and not sent again', async (code) => {
  let sends = 0;
  line.before = (peer, frame) => {
    if (frame.body.case !== 'send') return false;
    sends += 1;
    return refuse(peer, frame, code);
  };
  client.start();
  client.send(ROOM, 'hello');
  await until(() => answers.length === 1);
  expect(answers[0]).toMatchObject({ case: 'error', value: { code } });
  expect(sends).toBe(1);
  expect(client.unsent).toEqual([]);
});

test('unsent text outlives the page and goes under the same id', async () => {
  const kept = new Map<string, string>();
  const storage = {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
    removeItem: (key: string) => void kept.delete(key),
  };
  client = new Client(options({ keep: keepIn(storage, 'unsent') }), listener);
  const id = client.send(ROOM, 'before the reload');
  client = new Client(options({ keep: keepIn(storage, 'unsent') }), listener);
  expect(texts()).toEqual(['before the reload']);
  client.start();
  await until(() => answers.length === 1);
  expect(line.ids).toEqual([id]);
  expect(kept.size).toBe(0);
});

test('a slow answer ends at its deadline, and the message goes again', async () => {
  let sends = 0;
  line.before = (_, frame) => frame.body.case === 'send' && ++sends === 1;
  client.start();
  client.send(ROOM, 'hello');
  await until(() => answers.length === 1);
  expect(sends).toBe(2);
  expect(line.ids).toHaveLength(1);
});

test('a request without an answer ends at its deadline', async () => {
  client.start();
  await until(ready);
  const answer = await client.request({ case: 'listWaiting', value: {} });
  expect(answer).toMatchObject({ case: 'error', value: { code: ErrorCode.DEADLINE_EXCEEDED } });
});

test('a request without a connection says so', async () => {
  const answer = await client.request({ case: 'listWaiting', value: {} });
  expect(answer).toMatchObject({ case: 'error', value: { code: ErrorCode.UNAVAILABLE } });
});

test('bytes that are no frame cut the connection', async () => {
  client.start();
  await until(ready);
  server.newest.raw(Uint8Array.of(10, 2, 255, 255));
  await until(() => server.connections === 2 && ready());
});

test('a silent server is asked, and left when it does not answer', async () => {
  client = new Client(options({ quiet: 30, commandDeadline: 30 }), listener);
  client.start();
  await until(ready);
  line.before = (_, frame) => frame.body.case === 'ping';
  await until(() => server.connections === 2);
});

test('a socket that never opens is left at its deadline', async () => {
  server.opens = false;
  client = new Client(options({ connectDeadline: 20 }), listener);
  client.start();
  await until(() => server.connections >= 2);
});

test('a network that went is noticed at once, one that came back is tried at once', async () => {
  client = new Client(options({ backoff: { first: 600_000, most: 600_000 } }), listener);
  client.start();
  await until(ready);
  network.gone();
  await until(() => client.state === 'connecting');
  network.back();
  await until(ready);
  expect(server.connections).toBe(2);
});

test('an address that is none ends with a reason', () => {
  for (const url of ['', 'ftp://127.0.0.1', 'http://127.0.0.1/path', 'http://user@127.0.0.1', '127.0.0.1:80']) {
    client = new Client(options({ url }), listener);
    client.start();
    expect(client.state, url).toBe('ended');
    expect(reason, url).not.toBe('');
  }
});

test('stopped means stopped: nothing comes back, what is unsent stays', async () => {
  client.start();
  await until(ready);
  line.before = (_, frame) => frame.body.case === 'send';
  client.send(ROOM, 'hello');
  client.stop();
  network.back();
  expect(client.state).toBe('ended');
  expect(texts()).toEqual(['hello']);
  expect(server.connections).toBe(1);
});
