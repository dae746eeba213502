// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors

import { useComputed } from '@preact/signals';
import { language } from '../ui/words';
import { numbersOf } from './numbers';
import { NumberList } from './numbers_list';
import { arrival, begin, country, places, screen, talkPart, urgent } from './door';
import { say } from './words';

/** Numbers of one country, the emergency ones first; the others are one choice away. */
function Numbers({ which }: { which: ('emergency' | 'lines' | 'childLines')[] }) {
  const here = useComputed(() => numbersOf(arrival.value?.numbers ?? [], country.value));
  const countries = [...new Set(arrival.value?.numbers.map((number) => number.country))];
  const nameOf = (code: string) => new Intl.DisplayNames([language.value], { type: 'region' }).of(code) ?? code;
  const titles = { emergency: say('now.emergency'), lines: say('now.lines'), childLines: say('now.child_lines') };
  return (
    <section>
      {which.map((kind) => here.value[kind].length > 0 && (
        <div key={kind}>
          <h3>{titles[kind]}</h3>
          <NumberList numbers={here.value[kind]} urgent={kind === 'emergency'} />
        </div>
      ))}
      {countries.length > 1 && (
        <label class="country">
          {say('now.country')}
          <select value={country.value} onChange={(event) => (country.value = event.currentTarget.value)}>
            {countries.map((code) => (
              <option key={code} value={code}>
                {nameOf(code)}
              </option>
            ))}
          </select>
        </label>
      )}
    </section>
  );
}

/** "I need help now": calling comes first and needs no network; then the front of the queue. */
export function NowHelp({ onDone }: { onDone: () => void }) {
  const closed = arrival.value?.line === 'closed' && screen.value !== 'talk';
  const press = () => {
    void begin({ urgent: true });
    if (talkPart.value?.live.value?.state.value === 'ready') onDone();
  };
  return (
    <>
      <p class="lead">{say('now.lead')}</p>
      <Numbers which={['emergency', 'lines']} />
      {!closed && urgent.value === 'no' && (
        <>
          <button type="button" class="danger big" onClick={press}>
            {say('now.person')}
          </button>
          <p class="soft">{say('now.person_hint')}</p>
        </>
      )}
      <p class="plain-card" role="status" hidden={urgent.value === 'no'}>
        {urgent.value === 'told' ? say('now.person_told') : say('now.person_later')}
      </p>
    </>
  );
}

/** Always one tap away, offline too. */
export function HelpAndCalm() {
  return (
    <>
      <Numbers which={['emergency', 'lines', 'childLines']} />
      <h3>{say('calm.title')}</h3>
      {(['breathe', 'senses', 'urge', 'overdose', 'safer'] as const).map((what) => (
        <details key={what} class="calm">
          <summary>{say(`calm.${what}_title`)}</summary>
          {what === 'breathe' && <div class="breath" aria-hidden="true" />}
          <p>{say(`calm.${what}`, places.value)}</p>
        </details>
      ))}
    </>
  );
}

/** Without the server: what was kept on this device, or the bare truth. */
export function Unreachable({ again }: { again: () => void }) {
  const known = arrival.value !== undefined;
  return (
    <main class="page">
      <h1>{say('help.title')}</h1>
      <p class="lead">{known ? say('page.unreachable', places.value) : say('page.unreachable_bare')}</p>
      {screen.value === 'unreachable' && (
        <button type="button" class="primary big" onClick={again}>
          {say('page.try_again')}
        </button>
      )}
      <HelpAndCalm />
    </main>
  );
}
