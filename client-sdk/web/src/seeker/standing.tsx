// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors

import { ConversationState, EndReason, LineState } from '@holdfast/client';
import { SixWords } from './returning';
import { arrival, places, urgent } from './door';
import { backToTheDoor, live, request, signedOut, startAgain, view } from './session';
import { say } from './words';

/** What is true now, in one place: who is here, or how long the way is; never a spinner without words. */
export function Standing() {
  if (signedOut.value) return <SignedOut />;
  const state = view.value?.conversation?.state;
  if (state === ConversationState.ENDED) return <Ended />;
  return (
    <section class="standing" aria-label={say('talk.title')}>
      <div role="status">
        {state === ConversationState.HELD ? <With /> : <Waiting />}
        {urgent.value === 'told' && state !== ConversationState.HELD && <p>{say('queue.urgent', places.value)}</p>}
        {urgent.value === 'to_go' && <p>{say('now.person_later')}</p>}
        <Network />
      </div>
    </section>
  );
}

function With() {
  const owner = view.value?.conversation?.ownerId ?? 0n;
  const name = view.value?.members.find(({ personId }) => personId === owner)?.displayName || say('talk.someone');
  const here = live.value?.presence.value.get(owner);
  return <p class="who-is-here">{say(!here || here.connected ? 'talk.here' : 'talk.away', { name })}</p>;
}

/** With nobody on call: the truth, no number and no spinner. */
function Waiting() {
  const place = request.value;
  if (!place) return <p>{say('talk.connecting')}</p>;
  if (place.line === LineState.CLOSED) return <p>{say('line.closed', places.value)}</p>;
  if (place.peopleOnCall === 0) return <p>{say('queue.nobody_on_call', places.value)}</p>;
  const before = place.before;
  return (
    <>
      <p class="who-is-here">{say('talk.waits')}</p>
      <p>{before === 0 ? say('queue.first') : before === 1 ? say('queue.before_one') : say('queue.before_many', { n: before })}</p>
      <p class="soft">
        {place.peopleOnCall === 1 ? say('talk.people_one') : say('talk.people_many', { n: place.peopleOnCall })}
      </p>
      {place.line === LineState.LOW_RISK_ONLY && <p>{say('line.low_risk_only', places.value)}</p>}
    </>
  );
}

export function Network() {
  const now = live.value;
  if (!now || now.state.value === 'ready') return null;
  return <p class="offline">{now.online.value ? say('talk.connecting') : say('state.offline')}</p>;
}

const ENDINGS = {
  [EndReason.UNSPECIFIED]: 'end.finished',
  [EndReason.FINISHED]: 'end.finished',
  [EndReason.SEEKER_LEFT]: 'end.seeker_left',
  [EndReason.NOBODY_AVAILABLE]: 'end.nobody_available',
  [EndReason.EXPIRED]: 'end.expired',
  [EndReason.ERASED]: 'end.erased',
  [EndReason.BLOCKED]: 'end.finished',
} as const;

function Ended() {
  const reason = view.value?.conversation?.endReason ?? EndReason.UNSPECIFIED;
  return (
    <section class="standing ended" aria-label={say('talk.title')}>
      <p role="status">{say(ENDINGS[reason], places.value)}</p>
      {arrival.value?.line !== 'closed' && (
        <button type="button" class="primary" onClick={() => void startAgain()}>
          {say('talk.again')}
        </button>
      )}
      <details>
        <summary>{say('phrase.title')}</summary>
        <SixWords />
      </details>
    </section>
  );
}

function SignedOut() {
  return (
    <section class="standing ended" aria-label={say('talk.title')}>
      <p role="status">{say('talk.signed_out')}</p>
      <button type="button" class="primary" onClick={backToTheDoor}>
        {say('page.back')}
      </button>
    </section>
  );
}
