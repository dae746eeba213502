// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors

import { ConversationState } from '@holdfast/client';
import { arrival } from './door';
import { signedOut, view } from './session';
import { say } from './words';

/** What ending is called now, if there is anything to end. */
export function endingOf(): 'talk.give_up' | 'talk.finish' | undefined {
  const state = view.value?.conversation?.state;
  if (signedOut.value || state === undefined || state === ConversationState.ENDED) return undefined;
  return state === ConversationState.WAITING ? 'talk.give_up' : 'talk.finish';
}

export function Readers() {
  const others = view.value?.members.filter(({ displayName }) => displayName) ?? [];
  return (
    <section>
      <h3>{say('talk.who_reads')}</h3>
      <ul class="readers">
        <li>{say('talk.who_reads_you')}</li>
        {others.map(({ personId, displayName }) => (
          <li key={String(personId)} dir="auto">
            {displayName}
          </li>
        ))}
      </ul>
      <p class="soft" dir="auto">
        {arrival.value?.notice.who_reads}
      </p>
    </section>
  );
}
