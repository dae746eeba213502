// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors

import { ConversationState, type Escalation } from '@holdfast/client';
import { EscalationFacts, EscalationSteps } from './escalation_card';
import { inOrder } from './escalations';
import { alarms, escalations, join, live, readAlong, reading } from './session';
import { StaffTimeline } from './staff_timeline';
import { tab } from './tab';
import { Whispers } from './whispers';
import { guestName, levelName, say } from './words';

/** What is open, worst and soonest first, each with the clock that runs out. */
export function Board() {
  const open = inOrder(escalations.value.values());
  return (
    <div class="console">
      <section class="side wide" aria-labelledby="esc-title">
        <h2 id="esc-title">
          {say('esc.title')} {open.length > 0 && <span class="count">{open.length}</span>}
        </h2>
        {alarms.value.map((alarm) => (
          <p key={String(alarm.authorId)} class="trouble" role="alert">
            {levelName(alarm.level)}: {say('chat.alarm')}
          </p>
        ))}
        {open.length === 0 && <p class="soft">{say('esc.none')}</p>}
        <ol class="rows">
          {open.map((one) => (
            <Row key={String(one.id)} one={one} />
          ))}
        </ol>
      </section>
      <div class="panes">
        <Reading />
      </div>
    </div>
  );
}

function Row({ one }: { one: Escalation }) {
  return (
    <li class={`row esc level-edge-${one.level}`}>
      <div>
        <p>
          <strong>{guestName(one.seekerId)}</strong>
        </p>
        <EscalationFacts one={one} />
        <div class="ways">
          <EscalationSteps one={one} />
          <button type="button" class="secondary" onClick={() => void readAlong(one.conversationId)}>
            {say('esc.read')}
          </button>
        </div>
      </div>
    </li>
  );
}

function Reading() {
  const view = reading.value?.conversation;
  const room = view && live.value?.rooms.value.get(view.id);
  if (!view || !room) return <p class="soft empty">{say('board.pick')}</p>;
  const name = guestName(view.seekerId);
  return (
    <section class="pane" aria-label={name}>
      <header>
        <h2>{name}</h2>
        <p class="soft">{say('board.reading')}</p>
      </header>
      <StaffTimeline room={room} seeker={view.seekerId} />
      <Whispers staffSide={view.staffSideId} />
      {view.state === ConversationState.HELD && (
        <footer>
          <button type="button" class="secondary" onClick={() => void join(view.id).then(() => (tab.value = 'conversations'))}>
            {say('board.join')}
          </button>
        </footer>
      )}
    </section>
  );
}
