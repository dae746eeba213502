// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
// Staff without a screen: the SDK on the real server, for stories that are told from the seeker's side.
import { WebSocket } from 'ws';
import { Client } from '../../../client-sdk/ts/dist/index.js';
import { until } from './server.mjs';

export class Staff {
  static #all = [];
  heard = [];

  static async join(server, slug, name, ...roles) {
    const staff = new Staff();
    const { token } = await server.staff(slug, name, ...roles);
    staff.client = new Client({ url: server.url, token: () => token, WebSocket }, { onMessage: (m) => staff.heard.push(m) });
    Staff.#all.push(staff.client);
    staff.client.start();
    await until(`${name} signed in`, () => staff.client.state === 'ready');
    if (roles[0] !== 'administrator') await staff.ask({ case: 'setOnCall', value: { onCall: true } });
    return staff;
  }

  async ask(body) {
    const answer = await this.client.request(body);
    if (answer.case === 'error') throw new Error(`${body.case}: ${answer.value.name}`);
    return answer.value;
  }

  waiting() {
    return this.ask({ case: 'listWaiting', value: {} }).then(({ requests }) => requests);
  }

  escalations() {
    return this.ask({ case: 'listEscalations', value: {} }).then(({ escalations }) => escalations);
  }

  /** The one who waits longest; gives the room. */
  async take() {
    const [request] = await until('someone who waits', async () => {
      const waiting = await this.waiting();
      return waiting.length > 0 && waiting;
    });
    await this.ask({ case: 'takeRequest', value: { requestId: request.id } });
    this.client.follow(request.conversationId);
    return request.conversationId;
  }

  get texts() {
    return this.heard.flatMap(({ content }) => (content?.kind.case === 'text' ? [content.kind.value.text] : []));
  }

  hears(text) {
    return until(`"${text}"`, () => this.texts.includes(text));
  }

  async saw(room) {
    const seq = this.heard.filter(({ conversationId }) => conversationId === room).at(-1).seq;
    await this.ask({ case: 'moveCursor', value: { conversationId: room, kind: 2, seq } });
  }

  static stopAll() {
    for (const client of Staff.#all.splice(0)) client.stop();
  }
}
