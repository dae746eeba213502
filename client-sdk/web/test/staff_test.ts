// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors

import { create } from '@bufbuild/protobuf';
import { expect, test, vi } from 'vitest';
import { EscalationSchema, EscalationState as State, Level, type Escalation } from '@holdfast/client';
import { inOrder, nextStep, withCopy } from '../src/staff/escalations';
import { pieces } from '../src/staff/evidence';

const one = (id: bigint, more: Partial<Escalation> = {}) =>
  ({ ...create(EscalationSchema, { id, version: 1n, level: Level.HIGH, state: State.RAISED }), ...more }) as Escalation;

test('the worst come first, among equals the clock that runs out first, and the closed are gone', () => {
  const all = [
    one(1n, { nextDueUs: 20n }),
    one(2n, { nextDueUs: 10n }),
    one(3n, { level: Level.IMMINENT }),
    one(4n, { level: Level.IMMINENT, nextDueUs: 99n }),
    one(5n, { state: State.CLOSED, level: Level.IMMINENT, nextDueUs: 1n }),
  ];
  expect(inOrder(all).map(({ id }) => id)).toEqual([4n, 3n, 2n, 1n]);
});

test('of two copies the higher version stays, whichever came first', () => {
  const [older, newer] = [one(1n), one(1n, { version: 2n })];
  for (const order of [[older, newer], [newer, older], [newer, newer]]) {
    const open = order.reduce(withCopy, new Map<bigint, Escalation>() as ReadonlyMap<bigint, Escalation>);
    expect(open.get(1n)?.version).toBe(2n);
  }
});

const mine = { acknowledgedById: 7n };
test.each([
  [one(1n), false, 'acknowledge'],
  [one(1n, { state: State.ACKNOWLEDGED, ...mine }), false, 'markEyesOn'],
  [one(1n, { state: State.EYES_ON, ...mine }), false, 'takeInHand'],
  [one(1n, { state: State.IN_HAND, ...mine }), false, 'close'],
  [one(1n, { state: State.IN_HAND, acknowledgedById: 8n }), true, undefined],
  [one(1n, { state: State.CLOSED, ...mine }), true, undefined],
  [one(1n, { level: Level.IMMINENT }), false, undefined],
  [one(1n, { level: Level.IMMINENT }), true, 'acknowledge'],
])('the next step of case %# is one, and theirs', (escalation, supervisor, want) => {
  expect(nextStep(escalation, 7n, supervisor)).toBe(want);
});

test.each([
  ['plain', [], [['plain', false]]],
  ['a knife here', [[2, 7]], [['a ', false], ['knife', true], [' here', false]]],
  ['ñu pills', [[4, 9]], [['ñu ', false], ['pills', true]]],
  ['abcdef', [[0, 4], [2, 6]], [['abcd', true], ['ef', true]]],
  ['abc', [[0, 99]], [['abc', false]]],
  ['abc', [[2, 2]], [['abc', false]]],
  ['<b>', [[0, 3]], [['<b>', true]]],
] as const)('evidence in %j', (text, spans, want) => {
  const evidence = spans.map(([begin, end]) => ({ begin, end, turnsBack: 0 }));
  expect(pieces(text, evidence).map((piece) => [piece.text, piece.marked])).toEqual(want);
});

test('evidence of an earlier message marks nothing here', () => {
  expect(pieces('abc', [{ begin: 0, end: 3, turnsBack: 1 }])).toEqual([{ text: 'abc', marked: false }]);
});

test('a running clock shows minutes and seconds, never less than none', async () => {
  vi.useFakeTimers({ now: 0 });
  const { span } = await import('../src/staff/clock');
  expect([0, 999, 59_999, 60_000, 3_600_000, -5_000].map(span)).toEqual(['0:00', '0:01', '1:00', '1:00', '1:00:00', '0:00']);
  vi.useRealTimers();
});
