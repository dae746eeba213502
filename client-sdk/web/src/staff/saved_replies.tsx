// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors

import { useRef } from 'preact/hooks';
import type { Room } from '../ui/room';
import { say } from './words';

const REPLIES = [1, 2, 3, 4, 5, 6] as const;

/** Sentences of a peer to start from: they go into the box, never out by themselves. */
export function SavedReplies({ room }: { room: Room }) {
  const box = useRef<HTMLDetailsElement>(null);
  const take = (text: string) => {
    room.draft.value = room.draft.value ? `${room.draft.value} ${text}` : text;
    if (box.current) box.current.open = false;
    box.current?.closest('.pane')?.querySelector<HTMLElement>('.composer textarea')?.focus();
  };
  return (
    <details class="replies" ref={box}>
      <summary>{say('reply.title')}</summary>
      <ul>
        {REPLIES.map((n) => (
          <li key={n}>
            <button type="button" class="secondary" onClick={() => take(say(`reply.${n}`))}>
              {say(`reply.${n}`)}
            </button>
          </li>
        ))}
      </ul>
    </details>
  );
}
