// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors

import { useSignal } from '@preact/signals';
import { useRef } from 'preact/hooks';
import type { Room } from './room';

const MOST_BYTES = 8_192; // proto/README.md, Limits

interface ComposerProps {
  room: Room;
  label: string;
  send: string;
  tooLong: string;
  tooMuch: string;
}

/** The box that is written in. What does not go stays in it. */
export function Composer({ room, label, send, tooLong, tooMuch }: ComposerProps) {
  const box = useRef<HTMLTextAreaElement>(null);
  const trouble = useSignal('');
  const go = () => {
    const text = room.draft.value.trim();
    if (!text) return;
    if (new TextEncoder().encode(text).length > MOST_BYTES) return void (trouble.value = tooLong);
    if (!room.send(text)) return void (trouble.value = tooMuch);
    trouble.value = '';
    room.draft.value = '';
    box.current?.focus();
  };
  return (
    <form
      class="composer"
      onSubmit={(event) => {
        event.preventDefault();
        go();
      }}
    >
      {trouble.value && (
        <p class="trouble" role="alert">
          {trouble.value}
        </p>
      )}
      <textarea
        ref={box}
        rows={1}
        dir="auto"
        aria-label={label}
        placeholder={label}
        enterkeyhint="send"
        value={room.draft.value}
        onInput={(event) => {
          room.draft.value = event.currentTarget.value;
          if (room.draft.value) room.startTyping();
          else room.stopTyping();
        }}
        onBlur={() => room.stopTyping()}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
          event.preventDefault();
          go();
        }}
      />
      <button type="submit" class="primary">
        {send}
      </button>
    </form>
  );
}
