// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
// The real binary over a fresh data folder, ended by its process id.
import { execFile, spawn } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { mkdtemp, readFile, rm, open } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const BINARY = process.env.HOLDFAST_BINARY;
const ROOT = new URL('../../../', import.meta.url).pathname;
/** The server refuses variables of ours that it does not know. */
const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('HOLDFAST_')));
const run = (file, args) => promisify(execFile)(file, args, { env });

/** Polls until `condition` gives something true, and gives that; fails after the deadline. */
export async function until(what, condition, seconds = 20) {
  const end = Date.now() + seconds * 1000;
  for (;;) {
    const value = await condition();
    if (value) return value;
    if (Date.now() > end) throw new Error(`${what} did not come within ${seconds} s`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** A port that was free a moment ago: a page's origin is exact, so the address has to be known before the start. */
async function freePort() {
  const probe = createServer();
  await new Promise((resolve) => probe.listen(0, '127.0.0.1', resolve));
  const { port } = probe.address();
  await new Promise((resolve) => probe.close(resolve));
  return port;
}

export class Server {
  /** Takes: settings by their flag, `{ 'server-site': folder }`. */
  static async start(settings = {}) {
    const server = new Server();
    server.folder = await mkdtemp(join(tmpdir(), 'holdfast-web-'));
    server.data = join(server.folder, 'data');
    server.port = await freePort();
    server.url = `http://127.0.0.1:${server.port}`;
    server.settings = settings;
    await run(BINARY, ['admin', 'init', '--data', server.data]);
    await server.again();
    return server;
  }

  /** Starts over the same data and waits until it is ready for people. */
  async again() {
    const addresses = join(this.folder, 'addresses');
    await rm(addresses, { force: true });
    const log = await open(join(this.folder, 'log'), 'a');
    const flags = {
      'store-data': this.data,
      'server-listen': `127.0.0.1:${this.port}`,
      'server-administration': '127.0.0.1:0',
      'server-address-file': addresses,
      'server-public-url': this.url,
      'server-threads': '1',
      'server-drain': '1',
      'server-reconnect-window': '1',
      'identity-password-memory': String(8 << 20),
      'identity-password-operations': '1',
      ...this.settings,
    };
    const args = ['serve', ...Object.entries(flags).map(([name, value]) => `--${name}=${value}`)];
    this.process = spawn(BINARY, args, { env, stdio: ['ignore', log.fd, log.fd] });
    this.ended = new Promise((resolve) => this.process.once('exit', resolve));
    await log.close();
    await until('the address file', async () => {
      if (this.over) throw new Error(await readFile(join(this.folder, 'log'), 'utf8'));
      return readFile(addresses, 'utf8').catch(() => '');
    });
  }

  get over() {
    return this.process.exitCode !== null || this.process.signalCode !== null;
  }

  async kill(signal = 'SIGKILL') {
    this.process.kill(signal);
    await this.ended;
  }

  async end() {
    await this.kill();
    await rm(this.folder, { recursive: true, force: true });
  }

  async admin(...words) {
    const { stdout } = await run(BINARY, ['admin', '--data', this.data, ...words]);
    return JSON.parse(stdout);
  }

  async post(path, body) {
    const headers = { 'Content-Type': 'application/json' };
    const answer = await fetch(this.url + path, { method: 'POST', headers, body: JSON.stringify(body) });
    const said = await answer.json();
    if (!answer.ok) throw new Error(`${path}: ${JSON.stringify(said)}`);
    return said;
  }

  /** An organisation with the demo duty pack, its line set open. */
  async openLine(slug = 'shore') {
    await this.admin('organisation', 'create', slug, 'North Shore');
    await this.admin('duty-pack', 'sign', slug, join(ROOT, 'deploy/duty-pack.demo.json'));
    await this.admin('line', slug, 'open');
    return slug;
  }

  invite(slug, name, ...roles) {
    return this.admin('invite', slug, name, ...roles.flatMap((role) => ['--role', role]));
  }

  /** Invites, enrols and signs in one of the staff; gives what sign-in gives, and how to sign in again. */
  async staff(slug, name, ...roles) {
    const { token } = await this.invite(slug, name, ...roles);
    const { address } = await this.post('/api/v1/invitations/open', { token });
    const login = `${name.toLowerCase()}-${roles[0]}`;
    const password = 'a long enough password';
    const account = await this.post('/api/v1/invitations/accept', { token, login, password, totp: totp(address) });
    return { ...account, login, password, address };
  }

  async seeker(slug) {
    const arrival = await (await fetch(`${this.url}/api/v1/organisations/${slug}/arrival?lang=en`)).json();
    return this.post('/api/v1/arrivals', { organisation: slug, notice_shown: arrival.notice_version });
  }
}

/** RFC 6238 over the secret of an otpauth:// address; `ahead`: how many steps of 30 s from now. */
export function totp(address, ahead = 0) {
  const secret = new URL(address).searchParams.get('secret');
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
  const bits = Array.from(secret.replace(/=+$/, ''), (c) => alphabet.indexOf(c).toString(2).padStart(5, '0')).join('');
  const key = Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => parseInt(byte, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000) + ahead));
  const digest = createHmac('sha1', key).update(counter).digest();
  const code = digest.readUInt32BE(digest[19] & 15) & 0x7fffffff;
  return String(code % 1_000_000).padStart(6, '0');
}
