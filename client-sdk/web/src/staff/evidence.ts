// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors

import type { Evidence } from '@holdfast/client';

export interface Piece {
  text: string;
  marked: boolean;
}

/**
 * The text in pieces, what the detector saw being marked. Spans are bytes of UTF-8 and may overlap; those of earlier
 * messages and those that do not fit the text are left out. Pure.
 */
export function pieces(text: string, evidence: readonly Pick<Evidence, 'begin' | 'end' | 'turnsBack'>[]): Piece[] {
  const bytes = new TextEncoder().encode(text);
  const decoder = new TextDecoder();
  const spans = evidence
    .filter(({ begin, end, turnsBack }) => turnsBack === 0 && begin < end && end <= bytes.length)
    .sort((a, b) => a.begin - b.begin);
  const out: Piece[] = [];
  let at = 0;
  const cut = (to: number, marked: boolean) => {
    if (to > at) out.push({ text: decoder.decode(bytes.subarray(at, to)), marked });
    at = Math.max(at, to);
  };
  for (const { begin, end } of spans) {
    cut(begin, false);
    cut(end, true);
  }
  cut(bytes.length, false);
  return out;
}
