// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors

import { EscalationState } from '@holdfast/client';
import { inOrder } from './escalations';
import { askLead, escalations, readAlong, supervisor, talks, work } from './session';
import { tab } from './tab';

/** Alt with a number: that conversation's box. Alt L: a lead, please. A on the board: the first that nobody answered. */
export function listenToKeys(): void {
  window.addEventListener('keydown', (event) => {
    const typing = event.target instanceof Element && event.target.closest('input, textarea, select') !== null;
    if (event.altKey && /^Digit[1-9]$/.test(event.code)) {
      event.preventDefault();
      tab.value = 'conversations';
      boxOf(event.code.slice(-1))?.focus();
    } else if (event.altKey && event.code === 'KeyL') {
      event.preventDefault();
      const place = Number(document.activeElement?.closest<HTMLElement>('[data-place]')?.dataset['place'] ?? 1);
      const id = talks.value[place - 1]?.conversation?.id;
      if (id !== undefined) void askLead(id);
    } else if (!typing && !event.altKey && !event.ctrlKey && !event.metaKey && event.key === 'a' && tab.value === 'board') {
      void acknowledgeFirst();
    }
  });
}

function boxOf(place: string): HTMLTextAreaElement | null {
  return document.querySelector(`[data-place="${place}"] > .composer textarea`);
}

async function acknowledgeFirst(): Promise<void> {
  if (!supervisor.value) return;
  const first = inOrder(escalations.value.values()).find(({ state }) => state === EscalationState.RAISED);
  if (!first) return;
  await work('acknowledge', first.id);
  await readAlong(first.conversationId);
}
