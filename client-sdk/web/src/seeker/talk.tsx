// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors

import { useSignal } from '@preact/signals';
import { CardNote_Card, ConversationState, MemberNote_What, type Message } from '@holdfast/client';
import { Announced } from '../ui/announced';
import { Composer } from '../ui/composer';
import type { Room } from '../ui/room';
import { Timeline } from '../ui/timeline';
import { arrival, places } from './door';
import { live, roomId, signedOut, view } from './session';
import { Standing } from './standing';
import { say } from './words';

export function TalkScreen() {
  const room = live.value?.rooms.value.get(roomId.value);
  const state = view.value?.conversation?.state;
  const open = state !== undefined && state !== ConversationState.ENDED && !signedOut.value;
  return (
    <main class="talk">
      {arrival.value?.demo && <p class="demo">{say('line.demo', places.value)}</p>}
      <Standing />
      {room ? <Words room={room} /> : <div class="timeline" />}
      {room && open && (
        <Composer
          room={room}
          label={say('talk.write')}
          send={say('talk.send')}
          tooLong={say('talk.too_long')}
          tooMuch={say('talk.too_much')}
        />
      )}
    </main>
  );
}

function Words({ room }: { room: Room }) {
  const me = live.value?.me ?? 0n;
  const nameOf = (person: bigint) => (person === 0n ? say('talk.line') : room.nameOf(person) || say('talk.someone'));
  const waiting = view.value?.conversation?.state === ConversationState.WAITING;
  const wrote = room.messages.value.some(({ content }) => content?.kind.case === 'text') || room.pending.value.length > 0;
  const typing = [...room.typing.value].filter((person) => person !== me);
  return (
    <>
      <Timeline
        room={room}
        me={me}
        nameOf={nameOf}
        note={noteOf}
        under={(message) => message.authorId === me && !message.erased && <Erase message={message} />}
        words={{
          label: say('talk.title'),
          earlier: say('talk.earlier'),
          newest: say('talk.newest'),
          toGo: live.value?.state.value === 'ready' ? '…' : say('talk.to_go'),
          sent: say('state.sent'),
          delivered: say('state.delivered'),
          read: say('state.read'),
          erased: say('state.erased'),
          notSent: () => say('talk.not_sent'),
        }}
      >
        {waiting && wrote && <p class="note">{say('queue.not_read')}</p>}
        {typing.map((person) => (
          <p key={String(person)} class="typing">
            {say('state.typing', { name: nameOf(person) })}
          </p>
        ))}
      </Timeline>
      <Announced room={room} me={me} nameOf={nameOf} />
    </>
  );
}

/** One's own words can be taken back; it asks once, since they do not come again. */
function Erase({ message }: { message: Message }) {
  const sure = useSignal(false);
  const { conversationId, seq } = message;
  const erase = () => {
    if (!sure.value) return void (sure.value = true);
    void live.value?.request({ case: 'eraseMessage', value: { conversationId, seq } });
  };
  return (
    <button type="button" class="erase" onClick={erase} onBlur={() => (sure.value = false)}>
      {sure.value ? say('talk.erase_really') : say('talk.erase')}
    </button>
  );
}

const MEMBERS = {
  [MemberNote_What.JOINED]: 'member.joined',
  [MemberNote_What.LEFT]: 'member.left',
  [MemberNote_What.TOOK]: 'member.took',
  [MemberNote_What.OBSERVED]: 'member.observed',
  [MemberNote_What.REMOVED]: 'member.removed',
  [MemberNote_What.MUTED]: 'member.muted',
  [MemberNote_What.REQUEUED]: 'member.requeued',
} as const;

const CARDS = {
  [CardNote_Card.EMERGENCY]: 'card.emergency',
  [CardNote_Card.RESOURCES]: 'card.resources',
  [CardNote_Card.QUIET_WORD]: 'card.quiet_word',
} as const;

/** Who came and went is said in the conversation; the state is on top of it. */
function noteOf({ content, seq }: Message) {
  const kind = content?.kind;
  if (kind?.case === 'member' && kind.value.what !== MemberNote_What.UNSPECIFIED) {
    const { what, personId } = kind.value;
    const room = live.value?.rooms.value.get(roomId.value);
    const name = room?.nameOf(personId) || say('talk.someone');
    // "has read what you wrote" is said when it is true.
    const wrote = room?.messages.value.some((one) => one.seq < seq && one.content?.kind.case === 'text');
    const hasRead = wrote && (room?.receipts.value.get(personId)?.read ?? 0n) + 1n >= seq;
    if (what === MemberNote_What.TOOK && !hasRead) return say('talk.here', { name });
    const owner = room?.nameOf(view.value?.conversation?.ownerId ?? 0n);
    if (what === MemberNote_What.JOINED && owner) return say('member.joined_lead', { name, supporter: owner });
    return say(MEMBERS[what], { name });
  }
  if (kind?.case === 'card' && kind.value.card !== CardNote_Card.UNSPECIFIED) {
    return <span class="card">{say(CARDS[kind.value.card], places.value)}</span>;
  }
  return undefined;
}
