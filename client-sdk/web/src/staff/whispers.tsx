// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors

import { Announced } from '../ui/announced';
import { Composer } from '../ui/composer';
import { Time } from '../ui/timeline';
import { live } from './session';
import { say } from './words';

/** Among staff, beside the conversation: a lead's quiet advice, and the answer to it. No seeker ever sees it. */
export function Whispers({ staffSide }: { staffSide: bigint }) {
  const room = live.value?.rooms.value.get(staffSide);
  if (!room) return null;
  const me = live.value?.me ?? 0n;
  const nameOf = (person: bigint) => (person === me ? say('talks.you') : room.nameOf(person) || say('whisper.staff'));
  const said = room.messages.value.filter(({ content }) => content?.kind.case === 'text');
  const waiting = room.pending.value;
  return (
    <details class="whispers" open={said.length > 0}>
      <summary>
        {say('whisper.title')} {said.length > 0 && <span class="count">{said.length}</span>}
      </summary>
      <ol>
        {said.map(({ seq, authorId, atUs, content }) => (
          <li key={String(seq)}>
            <strong>{nameOf(authorId)}</strong> <span dir="auto">{content?.kind.case === 'text' && content.kind.value.text}</span>{' '}
            <span class="when">
              <Time us={atUs} />
            </span>
          </li>
        ))}
        {waiting.map((item) => (
          <li key={item.id}>
            <span dir="auto">{item.text}</span> <span class="when">{say('talks.to_go')}</span>
          </li>
        ))}
      </ol>
      <Announced room={room} me={me} nameOf={nameOf} />
      <Composer
        room={room}
        label={say('whisper.write')}
        send={say('whisper.send')}
        tooLong={say('talks.too_long')}
        tooMuch={say('talks.too_much')}
      />
    </details>
  );
}
