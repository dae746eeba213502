// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
// The TypeScript SDK against the real server.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { WebSocket } from 'ws';
import { Accounts, Client } from '../../client-sdk/ts/dist/index.js';
import { Server, until } from './support/server.mjs';

let server, slug;
before(async () => {
  server = await Server.start();
  slug = await server.openLine();
});
after(() => server?.end());

/** A signed-in person and all they hear. */
class Person {
  heard = [];
  settled = [];
  constructor({ token }) {
    this.client = new Client(
      { url: server.url, token: () => token, WebSocket, backoff: { first: 20, most: 200 } },
      {
        onMessage: (message) => this.heard.push(message),
        onSettled: (item, answer) => this.settled.push([item.text, answer.case]),
      },
    );
    this.client.start();
  }
  ready() {
    return until('ready', () => this.client.state === 'ready');
  }
  async ask(body) {
    const answer = await this.client.request(body);
    assert.notEqual(answer.case, 'error', JSON.stringify(answer.value?.name));
    return answer.value;
  }
  get texts() {
    return this.heard.flatMap(({ content }) => (content?.kind.case === 'text' ? [content.kind.value.text] : []));
  }
}

async function talking() {
  const seeker = new Person(await server.seeker(slug));
  const supporter = new Person(await server.staff(slug, `Ana${Date.now()}`, 'supporter'));
  await Promise.all([seeker.ready(), supporter.ready()]);
  await supporter.ask({ case: 'setOnCall', value: { onCall: true } });
  const { request } = await seeker.ask({ case: 'askForHelp', value: { language: 'en' } });
  await supporter.ask({ case: 'takeRequest', value: { requestId: request.id } });
  for (const person of [seeker, supporter]) person.client.follow(request.conversationId);
  return { seeker, supporter, room: request.conversationId, stop: () => [seeker, supporter].forEach((p) => p.client.stop()) };
}

test('two people talk, and each hears the other once and in order', async () => {
  const { seeker, supporter, room, stop } = await talking();
  const said = Array.from({ length: 12 }, (_, n) => `line ${n}`);
  for (const [n, text] of said.entries()) {
    const person = n % 2 ? supporter : seeker;
    person.client.send(room, text);
    await until(`an answer to ${text}`, () => person.settled.some(([settled]) => settled === text));
  }
  for (const person of [seeker, supporter]) {
    await until('the last line', () => person.texts.includes(said.at(-1)));
    assert.deepEqual(person.texts, said);
    const seqs = person.heard.map(({ seq }) => seq);
    assert.deepEqual(seqs, seqs.map((_, n) => seqs[0] + BigInt(n)), 'dense, in order, once');
  }
  stop();
});

test('a killed server loses nothing, and what was written meanwhile goes when it is back', async () => {
  const { seeker, supporter, room, stop } = await talking();
  seeker.client.send(room, 'before');
  await until('the answer', () => seeker.settled.length === 1);
  await server.kill();
  seeker.client.send(room, 'while it was down');
  assert.equal(seeker.client.unsent.length, 1);
  await server.again();
  await until('both lines', () => supporter.texts.length === 2);
  assert.deepEqual(supporter.texts, ['before', 'while it was down']);
  assert.deepEqual(seeker.settled.map(([, answer]) => answer), ['sent', 'sent']);
  stop();
});

test('a drained server is come back to', async () => {
  const { seeker, supporter, room, stop } = await talking();
  await server.kill('SIGTERM');
  await server.again();
  seeker.client.send(room, 'still here');
  await until('the line', () => supporter.texts.includes('still here'));
  stop();
});

test('a revoked token ends the client for good', async () => {
  const account = await server.seeker(slug);
  const person = new Person(account);
  await person.ready();
  assert.equal((await new Accounts(server.url).signOut(account.token)).ok, true);
  await until('the end', () => person.client.state === 'ended');
});

test('coming back by the phrase brings the conversation, and refusals are values', async () => {
  const accounts = new Accounts(server.url);
  const arrival = await accounts.seeArrival(slug, 'es');
  assert.equal(arrival.value.language, 'es');
  const refused = await accounts.arrive(slug, arrival.value.notice_version + 7);
  assert.equal(refused.error.name, 'notice_not_shown');
  const first = (await accounts.arrive(slug, arrival.value.notice_version)).value;
  const person = new Person(first);
  await person.ready();
  const { request } = await person.ask({ case: 'askForHelp', value: { language: 'es' } });
  person.client.send(request.conversationId, 'desde mi teléfono');
  await until('the answer', () => person.settled.length === 1);
  person.client.stop();
  const back = await accounts.recover(slug, first.recovery_phrase);
  assert.equal(back.value.person_id, first.person_id);
  const elsewhere = new Person(back.value);
  await elsewhere.ready();
  elsewhere.client.follow(request.conversationId);
  await until('the words', () => elsewhere.texts.includes('desde mi teléfono'));
  elsewhere.client.stop();
});
