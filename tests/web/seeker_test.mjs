// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
// The seeker's page in a real browser on the real server: what is true on the screen in every state.
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { after, afterEach, before, beforeEach, test } from 'node:test';
import { rm } from 'node:fs/promises';
import { axeFindsNothingSerious, launch, person, siteLeavingTo } from './support/browser.mjs';
import { Server, until } from './support/server.mjs';
import { Staff } from './support/staff.mjs';

let server, browser, elsewhere, site, slug, me;
let lines = 0;

before(async () => {
  elsewhere = createServer((_, answer) => answer.end('<title>Weather</title>sunny'));
  await new Promise((resolve) => elsewhere.listen(0, '127.0.0.1', resolve));
  site = await siteLeavingTo(`http://127.0.0.1:${elsewhere.address().port}/`);
  [server, browser] = await Promise.all([Server.start({ 'server-site': site }), launch()]);
});
after(async () => {
  await browser?.close();
  await server?.end();
  elsewhere?.close();
  elsewhere?.closeAllConnections();
  if (site) await rm(site, { recursive: true });
});
beforeEach(async () => {
  if (server.over) await server.again(); // a story that failed half-way leaves the next one a server
  slug = await server.openLine(`line-${++lines}`); // a line of its own for each story
  me = await person(browser);
});
afterEach(async () => {
  Staff.stopAll();
  await me.context.close();
  assert.deepEqual(me.trouble, [], 'no error in the page, and nothing its policy refused');
  assert.deepEqual([...me.asked].filter((origin) => origin !== server.url), [], 'nothing was asked of anyone else');
});

const button = (name, page = me.page) => page.getByRole('button', { name, exact: true });
const box = (page = me.page) => page.getByRole('textbox', { name: 'Write here' });
const shows = (text, page = me.page) => page.getByText(text).first().waitFor();

async function arrive(page = me.page) {
  await page.goto(`${server.url}/?line=${slug}`);
  await button('Start talking', page).waitFor();
}
async function begin(page = me.page) {
  await arrive(page);
  await button('Start talking', page).click();
  await box(page).waitFor();
}
async function write(text, page = me.page) {
  await box(page).fill(text);
  await box(page).press('Enter');
}
async function talking(name = 'Ana') {
  const ana = await Staff.join(server, slug, name, 'supporter');
  await begin();
  const room = await ana.take();
  await shows(`${name} is here`);
  return { ana, room };
}

test('before the first character the page has said who answers, who reads, until when, what is kept, from what age', async () => {
  await arrive();
  for (const said of ['Who answers', 'Who can read it', 'When it stops being private', 'What is kept', 'From what age', 'This is a demo']) {
    await shows(said);
  }
  assert.equal(await me.page.getByRole('textbox').count(), 0);
  assert.equal(await me.page.title(), 'Notes');
  await axeFindsNothingSerious(me.page, 'arrival');
  await button('Start talking').click(); // the second tap of three; the third writes
  await box().waitFor();
});

test('with nobody on call it says so, without number or spinner, and what is written there is unread', async () => {
  await begin();
  await shows('Nobody can answer here right now');
  await write('hello?');
  await shows('Sent');
  await shows('No one has read this yet.');
  await axeFindsNothingSerious(me.page, 'waiting');
});

test('a place in the queue, a person, arrived, seen, typing', async () => {
  const ana = await Staff.join(server, slug, 'Ana', 'supporter');
  const first = await person(browser);
  await begin(first.page);
  await begin();
  await shows('One person is before you');
  await write('hi. day nine');
  await ana.take();
  await shows("You're next");
  const room = await ana.take();
  await shows('Ana is here');
  assert.equal(await me.page.getByText('who has read what you wrote').count(), 0, 'not before it is true');
  assert.equal(await me.page.getByText('No one has read this yet.').count(), 0);
  await ana.hears('hi. day nine');
  await ana.saw(room);
  await shows('Seen');
  await shows("You're with Ana now, who has read what you wrote.");
  await ana.ask({ case: 'setTyping', value: { conversationId: room, typing: true } });
  await shows('Ana is writing');
  ana.client.send(room, 'Day nine is real work.');
  await shows('Day nine is real work.');
  await until('no more typing', async () => (await me.page.getByText('Ana is writing').count()) === 0);
  await until('it is read out', async () => (await me.page.getByRole('log').textContent()) === 'Ana: Day nine is real work.');
  await axeFindsNothingSerious(me.page, 'talking');
  await first.context.close();
});

test('a network cut in the middle of a send: said, kept, sent once', async () => {
  const { ana, room } = await talking();
  await write('before the tunnel');
  await ana.hears('before the tunnel');
  await me.context.setOffline(true);
  await shows("You're offline");
  await write('in the tunnel');
  await write('still in it');
  await shows('Waiting to go');
  ana.client.send(room, 'I am still here');
  await me.context.setOffline(false);
  await shows('I am still here');
  await ana.hears('still in it');
  assert.equal(ana.texts.filter((text) => text === 'in the tunnel').length, 1);
  assert.ok(ana.texts.indexOf('in the tunnel') < ana.texts.indexOf('still in it'));
});

test('a server killed in the middle of a send, and a reload meanwhile: nothing is lost, nothing twice', async () => {
  const { ana } = await talking();
  await write('one');
  await ana.hears('one');
  await server.kill();
  await write('two');
  await box().fill('half a sente');
  await shows('Connecting');
  await server.again();
  await me.page.reload();
  await ana.hears('two');
  await until('two on the screen, once', async () => (await me.page.locator('.said', { hasText: 'two' }).count()) === 1);
  await until('nothing waits', async () => (await me.page.locator('.waiting').count()) === 0);
  assert.deepEqual(ana.texts, ['one', 'two']);
  assert.equal(await box().inputValue(), 'half a sente');
  await shows('Ana is here');
});

test('"I need help now" shows numbers first, and pressed twice and after a reload it is one escalation', async () => {
  const lee = await Staff.join(server, slug, 'Lee', 'supervisor');
  await arrive();
  await button('I need help now').click();
  assert.equal(await me.page.getByRole('link', { name: 'Call 999' }).getAttribute('href'), 'tel:999');
  await axeFindsNothingSerious(me.page, 'help now');
  await button('Put me at the front of the queue').dblclick();
  await shows('They have been told');
  await me.page.reload();
  await shows("You're at the front now");
  const escalations = await lee.escalations();
  assert.equal(escalations.length, 1);
  assert.equal((await lee.waiting()).length, 1);
});

test('leaving fast: within 200 ms another page, Back does not return, nothing stays, the token is dead', async () => {
  const { ana } = await talking();
  await write('he is coming up the stairs');
  await ana.hears('he is coming up the stairs');
  await me.page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
  const token = await me.page.evaluate(() => JSON.parse(sessionStorage.getItem('me')).token);
  const entries = await me.page.evaluate(() => history.length);
  const pressed = Date.now();
  await button('Leave fast').click();
  await me.page.waitForURL(/127\.0\.0\.1:\d+\/$/, { waitUntil: 'commit' });
  assert.ok(Date.now() - pressed < 1_000, 'the click, the leaving and the new page');
  assert.equal(await me.page.title(), 'Weather');
  assert.equal(await me.page.evaluate(() => history.length), entries, 'one history entry, replaced');
  await me.page.goBack().catch(() => null);
  assert.equal(await me.page.getByText('stairs').count(), 0);
  const again = await me.context.newPage();
  await again.goto(`${server.url}/icon.svg`);
  const left = await again.evaluate(async () => [
    Object.keys(sessionStorage).length + Object.keys(localStorage).length,
    (await caches.keys()).length,
    (await navigator.serviceWorker.getRegistrations()).length,
  ]);
  assert.deepEqual(left, [0, 0, 0]);
  await until('the token is revoked', async () => {
    const headers = { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' };
    return (await fetch(`${server.url}/api/v1/sign-outs`, { method: 'POST', headers, body: '{}' })).status === 401;
  });
  me.asked.delete(`http://127.0.0.1:${elsewhere.address().port}`);
});

test('Esc twice leaves too, from a sheet as well', async () => {
  await begin();
  await button('Help and calm').click();
  await me.page.keyboard.press('Escape');
  await me.page.keyboard.press('Escape');
  await me.page.waitForURL(/127\.0\.0\.1:\d+\/$/, { waitUntil: 'commit' });
  me.asked.delete(`http://127.0.0.1:${elsewhere.address().port}`);
});

test('a token revoked elsewhere is told, nothing more goes out, and the door is one tap away', async () => {
  await talking();
  const token = await me.page.evaluate(() => JSON.parse(sessionStorage.getItem('me')).token);
  const headers = { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' };
  await fetch(`${server.url}/api/v1/sign-outs`, { method: 'POST', headers, body: '{}' });
  await shows("You've been signed out here.");
  assert.equal(await box().count(), 0);
  assert.equal(await me.page.evaluate(() => sessionStorage.getItem('me')), null);
  await axeFindsNothingSerious(me.page, 'signed out');
  await button('Back').click();
  await button('Start talking').waitFor();
});

test('two tabs are two people: one does not show the words of the other', async () => {
  await begin();
  await write('only in the first');
  await shows('Sent');
  const second = await me.context.newPage();
  await begin(second);
  assert.equal(await second.getByText('only in the first').count(), 0);
  await shows('only in the first');
});

test('what is said is shown as text, whatever it looks like', async () => {
  const { ana, room } = await talking('<b>Ana</b>');
  const attacks = [
    '<img src=x onerror="document.body.dataset.owned=1">',
    '<script>document.body.dataset.owned=1</script>',
    'javascript:document.body.dataset.owned=1',
    '{{constructor.constructor("document.body.dataset.owned=1")()}} {name} ${1}',
    '"><svg onload=document.body.dataset.owned=1>',
  ];
  for (const text of attacks) {
    ana.client.send(room, text);
    await write(text);
    await ana.hears(text);
    await until('both on the screen', async () => (await me.page.locator('.said', { hasText: text }).count()) === 2);
  }
  await me.page.reload();
  await until('all of it again', async () => (await me.page.locator('.said').count()) === attacks.length * 2);
  assert.equal(await me.page.evaluate(() => document.body.dataset.owned), undefined);
  assert.equal(await me.page.locator('.timeline :is(img, script, svg, a, b)').count(), 0);
  await me.page.goto(`${server.url}/?line=${encodeURIComponent('"><script>document.body.dataset.owned=1</script>')}`);
  await shows("This address doesn't name a line");
  assert.equal(await me.page.evaluate(() => document.body.dataset.owned), undefined);
});

test('the page may not be framed, and its policy allows no inline script and no other origin', async () => {
  const { headers } = await fetch(`${server.url}/`);
  const policy = headers.get('content-security-policy');
  assert.match(policy, /default-src 'none'/);
  assert.match(policy, /script-src 'self'/);
  assert.match(policy, /frame-ancestors 'none'/);
  assert.doesNotMatch(policy, /unsafe|\*|https?:/);
  assert.equal(headers.get('x-frame-options'), 'DENY');
});

test('a closed line says so before anyone writes, and shows who can be reached', async () => {
  await server.admin('line', slug, 'closed');
  await me.page.goto(`${server.url}/?line=${slug}`);
  await shows('The line is closed now');
  assert.equal(await button('Start talking').count(), 0);
  await button('Help and calm').click();
  assert.equal(await me.page.getByRole('link', { name: 'Call 116 123' }).getAttribute('href'), 'tel:116123');
});

test('the numbers need no server once the page was here', async () => {
  await arrive();
  await me.page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
  await me.page.reload();
  await button('Start talking').waitFor();
  await me.context.setOffline(true);
  await server.kill();
  await me.page.reload();
  await shows("You're offline. This is the copy kept on this device");
  await button('I need help now').click();
  await me.page.getByRole('link', { name: 'Call 999' }).waitFor();
  await button('Close').click();
  await button('Help and calm').click();
  await me.page.getByText('Five, four, three, two, one').click();
  await shows('Name five things you see');
  await axeFindsNothingSerious(me.page, 'offline');
  await server.again();
  await me.context.setOffline(false);
});

test('six words bring the conversation back in another browser, once', async () => {
  const { ana } = await talking();
  await write('from my phone');
  await ana.hears('from my phone');
  await button('More').click();
  await button('Show the words').click();
  const words = await me.page.locator('.phrase').textContent();
  assert.match(words, /^(\S+ ){5}\S+$/);
  const other = await person(browser);
  await other.page.goto(`${server.url}/?line=${slug}`);
  await button('I have six words', other.page).click();
  await axeFindsNothingSerious(other.page, 'coming back');
  await other.page.getByRole('textbox', { name: 'Your six words' }).fill(`  ${words.toUpperCase()} `);
  await button('Come back', other.page).click();
  await shows('from my phone', other.page);
  const third = await person(browser);
  await third.page.goto(`${server.url}/?line=${slug}`);
  await button('I have six words', third.page).click();
  await third.page.getByRole('textbox', { name: 'Your six words' }).fill(words);
  await button('Come back', third.page).click();
  await shows("Those six words don't open anything here", third.page);
  for (const one of [other, third]) await one.context.close();
});

test("one's own words are taken back for everyone, after one question", async () => {
  const { ana, room } = await talking();
  await write('my real name is');
  await ana.hears('my real name is');
  await button('Erase').click();
  await button('Erase it for everyone').click();
  await shows('Erased by who wrote it.');
  assert.equal(await me.page.getByText('my real name is').count(), 0);
  const { messages } = await ana.ask({ case: 'history', value: { conversationId: room } });
  assert.ok(messages.some(({ erased }) => erased));
  assert.ok(!messages.some(({ content }) => content?.kind.value?.text === 'my real name is'));
});

test('finishing asks once, ends for both, and leaves a way back', async () => {
  const { ana, room } = await talking();
  await button('More').click();
  await button('Finish').click();
  await button('Yes, finish').click();
  await shows('Thank you for talking with us');
  assert.equal(await box().count(), 0);
  await until('the end is told', () => ana.heard.some(({ content }) => content?.kind.case === 'state' && content.kind.value.state === 3));
  await axeFindsNothingSerious(me.page, 'ended');
  await button('Start a new conversation').click();
  await box().waitFor();
  assert.notEqual(await ana.take(), room);
});

test('in Spanish, dark, narrow, at twice the size: nothing is cut off, nothing moves for who asked for stillness', async () => {
  const look = { locale: 'es-ES', colorScheme: 'dark', reducedMotion: 'reduce', viewport: { width: 320, height: 480 } };
  const ella = await person(browser, look);
  await ella.page.goto(`${server.url}/?line=${slug}`);
  await button('Empezar a hablar', ella.page).waitFor();
  assert.equal(await ella.page.locator('html').getAttribute('lang'), 'es');
  const fits = () => ella.page.evaluate(() => document.documentElement.scrollWidth <= innerWidth);
  assert.ok(await fits());
  await button('Ayuda y calma', ella.page).click();
  await ella.page.getByText('Respirar despacio').click();
  assert.equal(await ella.page.evaluate(() => document.getAnimations().length), 0);
  assert.equal(await ella.page.getByRole('link', { name: 'Llamar al 112' }).getAttribute('href'), 'tel:112');
  await button('Cerrar', ella.page).click();
  await button('Empezar a hablar', ella.page).click();
  await ella.page.getByRole('textbox', { name: 'Escribe aquí' }).fill('hola '.repeat(60) + 'x'.repeat(200));
  await ella.page.setViewportSize({ width: 640 / 2, height: 512 / 2 }); // 200 % on a small window
  assert.ok(await fits());
  await button('Enviar', ella.page).click();
  await shows('Todavía no lo ha leído nadie.', ella.page);
  assert.ok(await fits());
  await axeFindsNothingSerious(ella.page, 'Spanish, dark, narrow');
  assert.deepEqual(ella.trouble, []);
  await ella.context.close();
});

test('by keyboard alone: arrive, write, find help, come back to the box', async () => {
  await arrive();
  const press = (key) => me.page.keyboard.press(key);
  const focused = () => me.page.evaluate(() => document.activeElement.getAttribute('aria-label') ?? document.activeElement.textContent);
  const tabTo = async (name) => {
    for (let n = 0; n < 25; n += 1) {
      await press('Tab');
      if ((await focused()) === name) return;
    }
    assert.fail(`${name} cannot be reached by Tab`);
  };
  await tabTo('Start talking');
  await press('Enter');
  await box().waitFor();
  await tabTo('Write here');
  await me.page.keyboard.type('only keys');
  await press('Enter');
  await shows('Sent');
  assert.equal(await focused(), 'Write here');
  await tabTo('Help and calm');
  await press('Enter');
  await me.page.getByRole('dialog').waitFor();
  await press('Escape');
  await until('the sheet is gone', async () => (await me.page.getByRole('dialog').count()) === 0);
  assert.equal(await focused(), 'Help and calm');
});
