// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors

import { EscalationState, Level, type Escalation } from '@holdfast/client';

export type Step = 'acknowledge' | 'markEyesOn' | 'takeInHand' | 'close';

/** With one more copy of an escalation: the higher version is the newer; what is closed is gone. Pure. */
export function withCopy(open: ReadonlyMap<bigint, Escalation>, copy: Escalation): ReadonlyMap<bigint, Escalation> {
  const known = open.get(copy.id);
  if (known && known.version >= copy.version) return open;
  return new Map(open).set(copy.id, copy);
}

/** Worst first, among equals the clock that runs out first; the closed ones are not shown. Pure. */
export function inOrder(all: Iterable<Escalation>): Escalation[] {
  const never = 2n ** 63n;
  const due = (one: Escalation) => one.nextDueUs ?? never;
  return [...all]
    .filter(({ state }) => state !== EscalationState.CLOSED)
    .sort((a, b) => b.level - a.level || (due(a) < due(b) ? -1 : due(a) > due(b) ? 1 : 0));
}

/** What this person may do next. Pure. */
export function nextStep(one: Escalation, me: bigint, supervisor: boolean): Step | undefined {
  if (one.level === Level.IMMINENT && !supervisor) return undefined;
  if (one.state === EscalationState.RAISED) return 'acknowledge';
  if (one.acknowledgedById !== me) return undefined;
  switch (one.state) {
    case EscalationState.ACKNOWLEDGED:
      return 'markEyesOn';
    case EscalationState.EYES_ON:
      return 'takeInHand';
    case EscalationState.IN_HAND:
      return 'close';
    default:
      return undefined;
  }
}
