// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors

import { useComputed, useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useEffect } from 'preact/hooks';
import type { Message } from '@holdfast/client';
import type { Failed, Room } from './room';
import { useNewest } from './scrolled';
import { language } from './words';

/** Drawn at once; the person asks for more. A conversation of ten thousand opens like one of ten. */
const SHOWN = 150;

export interface TimelineWords {
  label: string;
  earlier: string;
  newest: string;
  toGo: string;
  sent: string;
  delivered: string;
  read: string;
  erased: string;
  notSent: (item: Failed) => string;
}

interface TimelineProps {
  room: Room;
  me: bigint;
  words: TimelineWords;
  /** Who wrote it, for others' messages. */
  nameOf: (person: bigint) => string;
  /** The sentence for what is not text; nothing: not shown. */
  note: (message: Message) => ComponentChildren;
  /** Whatever stands under a message, for staff. */
  under?: (message: Message) => ComponentChildren;
  children?: ComponentChildren;
}

export function Timeline({ room, me, words, nameOf, note, under, children }: TimelineProps) {
  const shown = useSignal(SHOWN);
  const messages = room.messages.value;
  const { box, away, toNewest } = useNewest(`${messages.length} ${room.pending.value.length} ${room.failed.value.length}`);
  useReading(room, away.value);
  const statusOf = useStatus(room, me, words);
  const first = Math.max(messages.length - shown.value, 0);
  return (
    <div class="timeline" ref={box} tabIndex={0} role="region" aria-label={words.label}>
      {first > 0 && (
        <button type="button" class="quiet earlier" onClick={() => (shown.value += SHOWN)}>
          {words.earlier}
        </button>
      )}
      <ol>
        {messages.slice(first).map((message) => (
          <Row key={String(message.seq)} {...{ message, me, words, nameOf, note, under }} status={statusOf(message)} />
        ))}
        {room.pending.value.map((item) => (
          <li key={item.id} class="mine waiting">
            <p class="said" dir="auto">
              {item.text}
            </p>
            <p class="when">{words.toGo}</p>
          </li>
        ))}
        {room.failed.value.map((item) => (
          <li key={item.id} class="mine failed">
            <p class="said" dir="auto">
              {item.text}
            </p>
            <p class="when">{words.notSent(item)}</p>
          </li>
        ))}
      </ol>
      {children}
      {away.value && (
        <button type="button" class="to-newest" onClick={toNewest}>
          {words.newest}
        </button>
      )}
    </div>
  );
}

interface RowProps extends Pick<TimelineProps, 'me' | 'words' | 'nameOf' | 'note'> {
  message: Message;
  under: TimelineProps['under'];
  status: string;
}

function Row({ message, me, words, nameOf, note, under, status }: RowProps) {
  const { content, erased, authorId } = message;
  const mine = authorId === me;
  if (!erased && content?.kind.case !== 'text') {
    const said = note(message);
    return said ? <li class="note">{said}</li> : null;
  }
  return (
    <li class={mine ? 'mine' : 'theirs'}>
      {!mine && <p class="who">{nameOf(authorId)}</p>}
      <p class={erased ? 'said erased' : 'said'} dir="auto">
        {content?.kind.case === 'text' && !erased ? content.kind.value.text : words.erased}
      </p>
      <p class="when">
        <Time us={message.atUs} />
        {status && <span> · {status}</span>}
      </p>
      {under?.(message)}
    </li>
  );
}

/** Under one's newest message alone: sent, arrived or seen by anyone else. */
function useStatus(room: Room, me: bigint, words: TimelineWords): (message: Message) => string {
  const newest = useComputed(
    () => room.messages.value.findLast(({ authorId, content }) => authorId === me && content?.kind.case === 'text')?.seq,
  );
  return ({ seq }) => {
    if (seq !== newest.value) return '';
    const others = [...room.receipts.value].filter(([person]) => person !== me).map(([, receipt]) => receipt);
    if (others.some(({ read }) => read >= seq)) return words.read;
    return others.some(({ delivered }) => delivered >= seq) ? words.delivered : words.sent;
  };
}

/** Seen is what was at the end of the list on a page that is looked at. */
function useReading(room: Room, away: boolean): void {
  const newest = room.messages.value.at(-1)?.seq;
  useEffect(() => {
    const look = () => {
      if (!away && document.visibilityState === 'visible') room.markRead();
    };
    look();
    document.addEventListener('visibilitychange', look);
    return () => document.removeEventListener('visibilitychange', look);
  }, [room, away, newest]);
}

export function Time({ us }: { us: bigint }) {
  const at = new Date(Number(us / 1000n));
  const today = at.toDateString() === new Date().toDateString();
  const style: Intl.DateTimeFormatOptions = today
    ? { hour: 'numeric', minute: '2-digit' }
    : { day: 'numeric', month: 'short', hour: 'numeric', minute: '2-digit' };
  return <time dateTime={at.toISOString()}>{at.toLocaleString(language.value, style)}</time>;
}
