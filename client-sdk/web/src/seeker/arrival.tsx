// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors

import { useComputed } from '@preact/signals';
import { NumberList } from './numbers_list';
import { arrival, begin, busy, country, online, places, refusal, screen } from './door';
import { numbersOf } from './numbers';
import { say } from './words';

const ITEMS = ['who_answers', 'who_reads', 'when_confidence_ends', 'what_is_kept', 'youngest_age'] as const;

/** What is true before the first character: who answers, who reads, when confidence ends, what is kept, from what age. */
export function ArrivalScreen() {
  const seen = arrival.value;
  if (!seen) return null;
  const closed = seen.line === 'closed';
  return (
    <main class="page">
      {seen.demo && <p class="demo">{say('line.demo', places.value)}</p>}
      {!online.value && (
        <p class="plain-card" role="status">
          {say('page.saved_copy')}
        </p>
      )}
      <h1>{say('arrival.title')}</h1>
      <p class="lead">{closed ? say('line.closed', places.value) : say('arrival.lead')}</p>
      {seen.line === 'low_risk_only' && <p class="plain-card">{say('line.low_risk_only', places.value)}</p>}
      <h2>{say('arrival.before')}</h2>
      <dl class="notice">
        {ITEMS.map((item) => (
          <div key={item}>
            <dt>{say(`arrival.${item}`)}</dt>
            <dd dir="auto">{seen.notice[item]}</dd>
          </div>
        ))}
      </dl>
      <p class="soft">{say('arrival.anonymous', places.value)}</p>
      <p class="soft">{say('leave.quick')}</p>
      <div class="doors">
        {!closed && (
          <button type="button" class="primary big" disabled={busy.value} onClick={() => void begin({ urgent: false })}>
            {busy.value ? say('arrival.starting') : say('arrival.start')}
          </button>
        )}
        <Refused />
        <button type="button" class="secondary" onClick={() => (screen.value = 'return')}>
          {say('arrival.return')}
        </button>
        <button type="button" class="secondary" onClick={() => (screen.value = 'younger')}>
          {say('arrival.younger', { age: seen.minimum_age })}
        </button>
      </div>
    </main>
  );
}

/** Why it did not go, in words that leave a way. */
export function Refused() {
  const error = refusal.value;
  if (!error) return null;
  const wait = `${Math.max(Math.ceil(Number(error.retryAfterMs) / 1000), 1)} s`;
  const key = error.name ? (`error.${error.name}` as 'error.internal') : 'error.internal';
  const unknown = error.name === 'unauthenticated' && screen.value === 'return';
  return (
    <p class="trouble" role="alert">
      {unknown ? say('return.unknown') : say(key, { ...places.value, wait })}
    </p>
  );
}

export function YoungerScreen() {
  const lines = useComputed(() => numbersOf(arrival.value?.numbers ?? [], country.value).childLines);
  return (
    <main class="page">
      <h1>{say('arrival.younger_title')}</h1>
      <p class="lead">{say('error.under_age', places.value)}</p>
      <NumberList numbers={lines.value} />
      <div class="doors">
        <button type="button" class="secondary" onClick={() => (screen.value = 'arrival')}>
          {say('page.back')}
        </button>
      </div>
    </main>
  );
}
