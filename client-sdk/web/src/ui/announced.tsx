// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors

import { useRef } from 'preact/hooks';
import type { Room } from './room';

interface AnnouncedProps {
  room: Room;
  me: bigint;
  nameOf: (person: bigint) => string;
}

/** Said to a screen reader: each new message of others, none of those that were there before. */
export function Announced({ room, me, nameOf }: AnnouncedProps) {
  const began = useRef(Date.now() * 1000);
  const newest = room.messages.value.findLast(({ authorId, content }) => authorId !== me && content?.kind.case === 'text');
  const fresh = newest && Number(newest.atUs) > began.current && newest.content?.kind.case === 'text';
  return (
    <p class="unseen" role="log" aria-live="polite">
      {fresh && newest.content?.kind.case === 'text' ? `${nameOf(newest.authorId)}: ${newest.content.kind.value.text}` : ''}
    </p>
  );
}
