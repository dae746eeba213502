// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors

import { useSignal } from '@preact/signals';
import { Refused } from './arrival';
import { busy, comeBack, phrase, refusal, screen } from './door';
import { say } from './words';

export function ReturnScreen() {
  const words = useSignal('');
  return (
    <main class="page">
      <h1>{say('return.title')}</h1>
      <form
        class="doors"
        onSubmit={(event) => {
          event.preventDefault();
          if (words.value.trim()) void comeBack(words.value);
        }}
      >
        <label>
          {say('return.label')}
          <input
            type="text"
            autocomplete="off"
            autocapitalize="none"
            spellcheck={false}
            value={words.value}
            onInput={(event) => (words.value = event.currentTarget.value)}
            aria-describedby="return-hint"
          />
        </label>
        <p class="soft" id="return-hint">
          {say('return.hint')}
        </p>
        <Refused />
        <button type="submit" class="primary big" disabled={busy.value}>
          {say('return.go')}
        </button>
        <button
          type="button"
          class="secondary"
          onClick={() => {
            refusal.value = undefined;
            screen.value = 'arrival';
          }}
        >
          {say('page.back')}
        </button>
      </form>
    </main>
  );
}

/** Hidden until asked for: someone may be looking. */
export function SixWords() {
  const shown = useSignal(false);
  if (!phrase.value) return <p>{say('phrase.gone')}</p>;
  return (
    <>
      <p>{say('phrase.hint')}</p>
      <p class="phrase" aria-live="polite">
        {shown.value ? phrase.value : '••• ••• ••• ••• ••• •••'}
      </p>
      <button type="button" class="secondary" aria-pressed={shown.value} onClick={() => (shown.value = !shown.value)}>
        {shown.value ? say('phrase.hide') : say('phrase.show')}
      </button>
    </>
  );
}
