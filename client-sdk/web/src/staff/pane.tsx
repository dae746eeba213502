// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors

import { useSignal } from '@preact/signals';
import { ConvRole, ConversationState, EscalationState, type ConversationView } from '@holdfast/client';
import { Announced } from '../ui/announced';
import { Composer } from '../ui/composer';
import { EscalationFacts, EscalationSteps } from './escalation_card';
import { inOrder } from './escalations';
import { SavedReplies } from './saved_replies';
import { askLead, end, escalations, leadAsked, live, putAway, stepOut, unreadIn } from './session';
import { StaffTimeline } from './staff_timeline';
import { Whispers } from './whispers';
import { guestName, say } from './words';

/** One of the conversations side by side. */
export function Pane({ view, place }: { view: ConversationView; place: number }) {
  const { id = 0n, seekerId: seeker = 0n, staffSideId = 0n, state } = view.conversation ?? {};
  const room = live.value?.rooms.value.get(id);
  if (!room) return null;
  const name = guestName(seeker);
  const open = state !== ConversationState.ENDED;
  const unread = unreadIn(id);
  const raised = inOrder(escalations.value.values()).filter(({ conversationId }) => conversationId === id);
  return (
    <section class="pane" aria-label={name} data-place={place}>
      <header>
        <h2>
          {name} {unread > 0 && <span class="count">{say('talks.unread', { n: unread })}</span>}
        </h2>
        <p class="soft">{open ? say(live.value?.presence.value.get(seeker)?.connected === false ? 'talks.away' : 'talks.here') : say('talks.ended')}</p>
      </header>
      {raised.map((one) => (
        <div key={String(one.id)} class={`esc level-edge-${one.level}`} role="status">
          <EscalationFacts one={one} />
          {one.state !== EscalationState.CLOSED && <EscalationSteps one={one} />}
        </div>
      ))}
      <StaffTimeline room={room} seeker={seeker} />
      <Announced room={room} me={live.value?.me ?? 0n} nameOf={() => name} />
      {open && (
        <Composer
          room={room}
          label={say('talks.write', { name })}
          send={say('talks.send')}
          tooLong={say('talks.too_long')}
          tooMuch={say('talks.too_much')}
        />
      )}
      {open && <SavedReplies room={room} />}
      <Whispers staffSide={staffSideId} />
      <Ways id={id} open={open} joined={view.mine === ConvRole.PARTICIPANT} />
    </section>
  );
}

function Ways({ id, open, joined }: { id: bigint; open: boolean; joined: boolean }) {
  const sure = useSignal(false);
  if (!open) {
    return (
      <footer>
        <button type="button" class="secondary" onClick={() => putAway(id)}>
          {say('talks.put_away')}
        </button>
      </footer>
    );
  }
  if (joined) {
    return (
      <footer>
        <button type="button" class="secondary" onClick={() => void stepOut(id)}>
          {say('talks.step_out')}
        </button>
      </footer>
    );
  }
  if (sure.value) {
    return (
      <footer>
        <button type="button" class="secondary" onClick={() => (sure.value = false)}>
          {say('talks.keep')}
        </button>
        <button type="button" class="danger" onClick={() => void end(id)}>
          {say('talks.end_really')}
        </button>
      </footer>
    );
  }
  return (
    <footer>
      <button type="button" class="secondary" onClick={() => void askLead(id)}>
        {leadAsked.value.has(id) ? say('talks.lead_asked') : say('talks.ask_lead')}
      </button>
      <button type="button" class="quiet" onClick={() => (sure.value = true)}>
        {say('talks.end')}
      </button>
    </footer>
  );
}
