// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
// Three people in three browsers on the real server: someone asks, a peer answers, a lead is told and acts.
import assert from 'node:assert/strict';
import { after, afterEach, before, beforeEach, test } from 'node:test';
import { axeFindsNothingSerious, launch, person, SITE } from './support/browser.mjs';
import { Server, totp, until } from './support/server.mjs';

const DESK = { viewport: { width: 1280, height: 800 } };
let server, browser, slug, people;
let lines = 0;

before(async () => {
  [server, browser] = await Promise.all([Server.start({ 'server-site': SITE }), launch()]);
});
after(async () => {
  await browser?.close();
  await server?.end();
});
beforeEach(async () => {
  slug = await server.openLine(`line-${++lines}`);
  people = [];
});
afterEach(async () => {
  for (const { context } of people) await context.close();
  for (const { trouble, asked } of people) {
    assert.deepEqual(trouble, []);
    assert.deepEqual([...asked].filter((origin) => origin !== server.url), []);
  }
});

async function someone(options) {
  const one = await person(browser, options);
  people.push(one);
  return one.page;
}
const button = (page, name) => page.getByRole('button', { name, exact: true });
const shows = (page, text) => page.getByText(text).first().waitFor();

async function signedIn(name, role, options = DESK) {
  const { login, password, address } = await server.staff(slug, name, role);
  const page = await someone(options);
  await page.goto(`${server.url}/staff/?line=${slug}`);
  await page.getByLabel('Login').fill(login);
  await page.getByLabel('Password').fill(password);
  await page.getByLabel('Six digits').fill(totp(address, 1)); // this step's code was used to join
  await button(page, 'Sign in').click();
  await page.getByLabel("I'm on call").check();
  return page;
}
async function seeker(options) {
  const page = await someone(options);
  await page.goto(`${server.url}/?line=${slug}`);
  await button(page, 'Start talking').click();
  await page.getByRole('textbox', { name: 'Write here' }).waitFor();
  return page;
}
async function write(page, text) {
  await page.getByRole('textbox', { name: 'Write here' }).fill(text);
  await page.keyboard.press('Enter');
}
async function answer(page, text, pane = page.locator('.pane').first()) {
  await pane.getByRole('textbox', { name: /^Write to/ }).fill(text);
  await page.keyboard.press('Enter');
}

test('an evening: asked, answered, flagged, acknowledged, read, in hand, closed, ended', async () => {
  const lee = await signedIn('Lee', 'supervisor');
  const sam = await signedIn('Sam', 'supporter');
  await shows(sam, 'Nobody is waiting.');
  const robin = await seeker();
  await write(robin, 'hi. day nine and the evenings are long');
  await sam.getByRole('button', { name: /^Take Guest/ }).click();
  await shows(sam, 'day nine and the evenings');
  await shows(robin, "You're with Sam now");
  await answer(sam, 'Day nine is real work. The evenings were the hardest for me too.');
  await shows(robin, 'Day nine is real work.');
  await until('seen', async () => (await sam.locator('.mine .when').last().textContent()).includes('Seen'));
  await axeFindsNothingSerious(sam, 'console');

  const words = 'i have the pills in my hand and i am going to take them all tonight';
  await write(robin, words);
  await shows(sam, 'Supervisors have been told.');
  await sam.locator('.flag', { hasText: 'Imminent' }).waitFor();
  assert.equal(await robin.getByText(/Imminent|Overdose|Suicide/).count(), 0, 'the seeker sees no verdict');
  await axeFindsNothingSerious(sam, 'console with an escalation');

  await lee.getByRole('button', { name: 'Board (1)' }).click();
  await shows(lee, 'Nobody has answered, rung 1');
  await until('a running clock', async () => /climbs in 0:\d\d/.test(await lee.locator('.clock').first().textContent()));
  await lee.keyboard.press('a'); // one key: acknowledged, and the conversation opens
  await shows(lee, 'Acknowledged by you');
  await shows(lee, words);
  await lee.locator('.pane .flag mark').first().waitFor();
  assert.equal(await lee.locator('.pane').getByRole('textbox', { name: /^Write to/ }).count(), 0, 'who reads along writes nothing');
  await axeFindsNothingSerious(lee, 'board');
  await button(lee, 'I have read it').click();
  await button(lee, "I'm acting").click();
  await lee.getByText('Among staff').click();
  await lee.getByRole('textbox', { name: 'Only staff see this' }).fill('You are doing this well. Ask about the pills.');
  await lee.keyboard.press('Enter');
  await sam.locator('.whispers', { hasText: 'Lee You are doing this well.' }).waitFor();
  const close = button(lee, 'Close with this outcome');
  await close.waitFor();
  assert.ok(await close.isDisabled(), 'nothing closes without an outcome');
  await answer(sam, 'I am here, and I am staying. Is someone with you?');
  await shows(lee, 'I am staying');
  assert.equal(await robin.getByText('doing this well').count(), 0, 'a whisper stays among staff');
  await lee.getByLabel('How it ended').selectOption({ label: 'Safe, with a plan' });
  await close.click();
  await shows(lee, 'Nothing is open.');
  await until('closed for the supporter too', async () => (await sam.locator('.esc').count()) === 0);

  await button(sam, 'End').click();
  await button(sam, 'End it for both').click();
  await shows(robin, 'Thank you for talking with us');
  await button(sam, 'Put away').click();
  await shows(sam, 'Whoever you take');
});

test('a lead joins openly, is named to the seeker, writes, and steps out again', async () => {
  const lee = await signedIn('Lee', 'supervisor');
  const sam = await signedIn('Sam', 'supporter');
  const robin = await seeker();
  await sam.getByRole('button', { name: /^Take Guest/ }).click();
  await button(sam, 'Ask a lead').click();
  await lee.getByRole('button', { name: 'Board (1)' }).click();
  await button(lee, 'Read along').click();
  await button(lee, 'Join openly').click();
  await shows(robin, 'Lee leads this shift and has joined. Lee can read and write here, and Sam is staying.');
  await answer(lee, 'Hello, I lead tonight.');
  await shows(robin, 'Hello, I lead tonight.');
  await shows(sam, 'Hello, I lead tonight.');
  await button(robin, 'More').click();
  await robin.locator('.readers li', { hasText: 'Lee' }).waitFor();
  await button(robin, 'Close').click();
  await button(lee, 'Step out').click();
  await shows(robin, 'Lee has left.');
  await answer(sam, 'Still with you.');
  await shows(robin, 'Still with you.');
});

test('a high flag that is none is dismissed with one key by who holds the conversation, and the board follows', async () => {
  const lee = await signedIn('Lee', 'supervisor');
  const sam = await signedIn('Sam', 'supporter');
  const robin = await seeker();
  await sam.getByRole('button', { name: /^Take Guest/ }).click();
  await shows(robin, 'Sam is here');
  await write(robin, 'I keep thinking about ending my life');
  await sam.locator('.esc', { hasText: 'High' }).waitFor();
  await lee.getByRole('button', { name: 'Board (1)' }).waitFor();
  await button(sam, 'Not a crisis').click();
  await until('closed for both', async () => (await sam.locator('.esc').count()) === 0);
  await lee.getByRole('button', { name: 'Board', exact: true }).click();
  await shows(lee, 'Nothing is open.');
  await sam.locator('.flag', { hasText: 'High' }).waitFor(); // why it was raised stays in sight
});

test('an invitation is accepted on the page, and its link opens nothing twice', async () => {
  const { token } = await server.invite(slug, 'Kim', 'supporter');
  const page = await someone(DESK);
  const link = `${server.url}/staff/?line=${slug}#invitation=${token}`;
  await page.goto(link);
  const address = await page.getByRole('link', { name: 'Open in an authenticator app' }).getAttribute('href');
  await page.getByLabel('Choose a login').fill('kim');
  await page.getByLabel('Choose a password').fill('a long enough password');
  await page.getByLabel('Six digits').fill(totp(address));
  await axeFindsNothingSerious(page, 'invitation');
  await button(page, 'Join').click();
  await page.getByLabel("I'm on call").waitFor();
  assert.equal(new URL(page.url()).hash, '', 'the token has left the address');
  await button(page, 'Sign out').click();
  await shows(page, "You've been signed out.");
  const again = await someone(DESK);
  await again.goto(link);
  await shows(again, 'This invitation was used or has run out.');
  await axeFindsNothingSerious(again, 'used invitation');
});

test('two at once side by side, by keyboard, through a reload; a lead is asked with one key', async () => {
  const lee = await signedIn('Lee', 'supervisor');
  const sam = await signedIn('Sam', 'supporter');
  const [ada, bo] = [await seeker(), await seeker()];
  await write(ada, 'i am ada');
  await write(bo, 'i am bo');
  for (const text of ['i am ada', 'i am bo']) {
    await sam.getByRole('button', { name: /^Take Guest/ }).first().click();
    await shows(sam, text);
  }
  const panes = sam.locator('.pane');
  assert.equal(await panes.count(), 2);
  await sam.keyboard.press('Alt+1');
  await sam.keyboard.type('hello ada');
  await sam.keyboard.press('Enter');
  await sam.keyboard.press('Alt+2');
  await sam.keyboard.type('hello bo');
  await sam.keyboard.press('Enter');
  await shows(ada, 'hello ada');
  await shows(bo, 'hello bo');
  assert.equal(await ada.getByText('hello bo').count(), 0);
  await sam.keyboard.type('a draft that is no');
  await sam.reload();
  await until('both are back, the draft too', async () => {
    const boxes = await sam.locator('.pane > .composer textarea').all();
    return boxes.length === 2 && (await Promise.all(boxes.map((box) => box.inputValue()))).includes('a draft that is no');
  });
  assert.ok(await sam.getByLabel("I'm on call").isChecked(), 'and so is the shift');
  await sam.locator('.pane', { hasText: 'i am bo' }).getByRole('textbox', { name: /^Write to/ }).focus();
  await sam.keyboard.press('Alt+L');
  await shows(sam, 'A lead has been asked');
  await until('the title says so', async () => (await lee.title()) === '(1) Holdfast');
  await lee.getByRole('button', { name: 'Board (1)' }).click();
  await shows(lee, 'A supporter asked for a lead');
});

test('"I need help now" is first on the list and on the board', async () => {
  const lee = await signedIn('Lee', 'supervisor');
  const calm = await seeker();
  await write(calm, 'just checking in');
  const urgent = await seeker();
  await button(urgent, 'I need help now').click();
  await button(urgent, 'Put me at the front of the queue').click();
  await shows(urgent, "You're at the front now");
  await until('first of two', async () => (await lee.locator('.rows .row').first().textContent())?.includes("Can't wait"));
  assert.equal(await lee.locator('.rows .row').count(), 2);
  await lee.getByRole('button', { name: 'Board (1)' }).click();
  await shows(lee, 'They asked for help now');
});

test('what a seeker writes is text on every staff screen, and a wrong code opens nothing', async () => {
  const attack = '<img src=x onerror="document.body.dataset.owned=1"> i am going to kill myself <b>tonight</b>';
  const lee = await signedIn('<i>Lee</i>', 'supervisor');
  const robin = await seeker();
  await write(robin, attack);
  await lee.getByRole('button', { name: 'Board (1)' }).click();
  await button(lee, 'Read along').click();
  await shows(lee, attack);
  await lee.getByRole('button', { name: 'Conversations' }).click();
  await lee.getByRole('button', { name: /^Take Guest/ }).click();
  await lee.locator('.pane > .composer textarea').waitFor();
  await shows(robin, "You're with <i>Lee</i> now");
  for (const page of [lee, robin]) {
    assert.equal(await page.evaluate(() => document.body.dataset.owned), undefined);
    assert.equal(await page.locator('.pane :is(img, i, b), .timeline :is(img, i, b)').count(), 0);
  }
  const stranger = await someone(DESK);
  await stranger.goto(`${server.url}/staff/?line=${slug}`);
  await stranger.getByLabel('Login').fill('<i>lee</i>-supervisor');
  await stranger.getByLabel('Password').fill('a long enough password');
  await stranger.getByLabel('Six digits').fill('000000');
  await button(stranger, 'Sign in').click();
  await shows(stranger, "That login, password or code isn't right");
  await axeFindsNothingSerious(stranger, 'sign in');
});

test('on a phone and in the dark the console still holds one conversation', async () => {
  const sam = await signedIn('Sam', 'supporter', { viewport: { width: 360, height: 740 }, colorScheme: 'dark' });
  const robin = await seeker();
  await write(robin, 'hello');
  await sam.getByRole('button', { name: /^Take Guest/ }).click();
  await sam.getByText('Saved replies').click();
  await button(sam, "I'm here, and I have time.").click();
  const box = sam.getByRole('textbox', { name: /^Write to/ });
  assert.equal(await box.inputValue(), "I'm here, and I have time.");
  assert.equal(await robin.getByText('I have time').count(), 0, 'in the box, not sent');
  await sam.keyboard.press('Enter');
  await shows(robin, "I'm here, and I have time.");
  await answer(sam, 'I am here.');
  await shows(robin, 'I am here.');
  assert.ok(await sam.evaluate(() => document.documentElement.scrollWidth <= innerWidth));
  await axeFindsNothingSerious(sam, 'console on a phone');
});
