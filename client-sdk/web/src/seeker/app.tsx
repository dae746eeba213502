// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors

import { signal } from '@preact/signals';
import { language } from '../ui/words';
import { Sheet } from '../ui/sheet';
import { ArrivalScreen, YoungerScreen } from './arrival';
import { arrival, open, screen, talkPart } from './door';
import { HelpAndCalm, NowHelp, Unreachable } from './help';
import { leave } from './leave';
import { ReturnScreen, SixWords } from './returning';
import { say } from './words';

const sheet = signal<'none' | 'now' | 'help' | 'more' | 'finish'>('none');
const close = () => (sheet.value = 'none');

export function App() {
  return (
    <>
      <header class="top">
        <span class="line-name" dir="auto">
          {arrival.value?.name}
        </span>
        <Leave />
      </header>
      <Body />
      {arrival.value && <Always />}
      <Sheets />
    </>
  );
}

function Leave() {
  return (
    <button type="button" class="leave" onClick={leave}>
      {say('leave.button')}
    </button>
  );
}

function Body() {
  switch (screen.value) {
    case 'loading':
      return <Loading />;
    case 'no_line':
      return (
        <main class="page">
          <h1>{say('arrival.title')}</h1>
          <p class="lead">{say('page.no_line')}</p>
        </main>
      );
    case 'unreachable':
      return <Unreachable again={() => void open()} />;
    case 'arrival':
      return <ArrivalScreen />;
    case 'return':
      return <ReturnScreen />;
    case 'younger':
      return <YoungerScreen />;
    case 'talk':
      return talkPart.value ? <talkPart.value.TalkScreen /> : <Loading />;
  }
}

function Loading() {
  return (
    <main class="page">
      <p role="status">{say('page.loading')}</p>
    </main>
  );
}

/** One tap away on every screen. */
function Always() {
  return (
    <nav class="always" aria-label={say('help.title')}>
      <button type="button" class="danger" onClick={() => (sheet.value = 'now')}>
        {say('now.button')}
      </button>
      <button type="button" class="secondary" onClick={() => (sheet.value = 'help')}>
        {say('help.button')}
      </button>
      <button type="button" class="secondary" onClick={() => (sheet.value = 'more')}>
        {say('page.more')}
      </button>
    </nav>
  );
}

function Sheets() {
  const common = { close: say('page.close'), onClose: close, always: <Leave /> };
  switch (sheet.value) {
    case 'none':
      return null;
    case 'now':
      return (
        <Sheet title={say('now.title')} {...common}>
          <NowHelp onDone={close} />
        </Sheet>
      );
    case 'help':
      return (
        <Sheet title={say('help.title')} {...common}>
          <HelpAndCalm />
        </Sheet>
      );
    case 'finish':
      return (
        <Sheet title={say('talk.finish_title')} {...common}>
          <Finish />
        </Sheet>
      );
    case 'more':
      return (
        <Sheet title={say('page.more')} {...common}>
          <More />
        </Sheet>
      );
  }
}

function More() {
  const talk = screen.value === 'talk' ? talkPart.value : undefined;
  const ending = talk?.endingOf();
  return (
    <>
      {ending && (
        <button type="button" class="secondary" onClick={() => (sheet.value = 'finish')}>
          {say(ending)}
        </button>
      )}
      {talk && (
        <section>
          <h3>{say('phrase.title')}</h3>
          <SixWords />
        </section>
      )}
      {talk && <talk.Readers />}
      <Looks />
      <section>
        <h3>{say('leave.title')}</h3>
        <p class="soft">{say('leave.quick')}</p>
      </section>
    </>
  );
}

const SIZES = ['normal', 'large', 'largest'] as const;

function Looks() {
  const now = document.documentElement.dataset['size'] ?? 'normal';
  return (
    <section class="looks">
      <label>
        {say('page.language')}
        <select value={language.value} onChange={(event) => void open(event.currentTarget.value as 'en' | 'es')}>
          <option value="en">English</option>
          <option value="es">Español</option>
        </select>
      </label>
      <label>
        {say('page.text_size')}
        <select value={now} onChange={(event) => (document.documentElement.dataset['size'] = event.currentTarget.value)}>
          {SIZES.map((size) => (
            <option key={size} value={size}>
              {say(`page.size_${size}`)}
            </option>
          ))}
        </select>
      </label>
    </section>
  );
}

function Finish() {
  const end = () => {
    close();
    void talkPart.value?.finish();
  };
  return (
    <>
      <p>{say('talk.finish_hint')}</p>
      <div class="doors">
        <button type="button" class="primary" onClick={close}>
          {say('talk.finish_no')}
        </button>
        <button type="button" class="secondary" onClick={end}>
          {say('talk.finish_yes')}
        </button>
      </div>
    </>
  );
}
