// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors

import { Level, MemberNote_What, type Message } from '@holdfast/client';
import { Timeline } from '../ui/timeline';
import type { Room } from '../ui/room';
import { pieces } from './evidence';
import { live, verdicts } from './session';
import { guestName, kindNames, levelName, say } from './words';

interface StaffTimelineProps {
  room: Room;
  seeker: bigint;
}

/** A conversation with what the detector saw under each message and why. */
export function StaffTimeline({ room, seeker }: StaffTimelineProps) {
  const nameOf = (person: bigint) => (person === seeker ? guestName(seeker) : room.nameOf(person) || say('talks.line'));
  const typing = [...room.typing.value].filter((person) => person !== live.value?.me);
  return (
    <Timeline
      room={room}
      me={live.value?.me ?? 0n}
      nameOf={nameOf}
      note={(message) => noteOf(message, nameOf)}
      under={(message) => <Flag message={message} />}
      words={{
        label: nameOf(seeker),
        earlier: say('talks.earlier'),
        newest: say('talks.newest'),
        toGo: say('talks.to_go'),
        sent: say('state.sent'),
        delivered: say('state.delivered'),
        read: say('state.read'),
        erased: say('state.erased'),
        notSent: ({ code }) => say(code === 10 ? 'error.ended' : 'error.invalid'),
      }}
    >
      {typing.map((person) => (
        <p key={String(person)} class="typing">
          {say('state.typing', { name: nameOf(person) })}
        </p>
      ))}
    </Timeline>
  );
}

function Flag({ message }: { message: Message }) {
  const verdict = verdicts.value.get(`${message.conversationId}:${message.seq}`);
  if (!verdict || message.content?.kind.case !== 'text') return null;
  const marked = pieces(message.content.kind.value.text, verdict.evidence).filter((piece) => piece.marked);
  return (
    <aside class={`flag level-edge-${verdict.level}`}>
      <p>
        <span class={`level level-${verdict.level}`}>{levelName(verdict.level)}</span> {kindNames(verdict.kinds)}
      </p>
      <p class="soft">
        {marked.map((piece, n) => (
          <mark key={n} dir="auto">
            {piece.text}
          </mark>
        ))}
        {verdict.evidence.some(({ turnsBack }) => turnsBack > 0) && ` ${say('flag.turns')}`}{' '}
        {say('flag.why', { rules: [...new Set(verdict.evidence.map(({ rule }) => rule))].join(', ') })}
      </p>
      {verdict.level >= Level.HIGH && <p class="soft">{say('flag.ask')}</p>}
    </aside>
  );
}

function noteOf({ content }: Message, nameOf: (person: bigint) => string) {
  if (content?.kind.case !== 'member') return undefined;
  const { what, personId } = content.kind.value;
  const name = nameOf(personId);
  if (what === MemberNote_What.TOOK) return say('talks.took', { name });
  if (what === MemberNote_What.LEFT) return say('member.left', { name });
  if (what === MemberNote_What.REQUEUED) return say('member.left', { name });
  return undefined;
}
