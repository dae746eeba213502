// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors

import { useSignal } from '@preact/signals';
import { EscalationCause, EscalationState, Level, Outcome, type Escalation } from '@holdfast/client';
import { until } from './clock';
import { nextStep } from './escalations';
import { close, emergency, live, supervisor, work } from './session';
import { kindNames, levelName, say } from './words';

const STEPS = { acknowledge: 'esc.acknowledge', markEyesOn: 'esc.eyes_on', takeInHand: 'esc.in_hand' } as const;
const OUTCOMES = [1, 2, 3, 4, 5, 6] as const;

/** Level, kinds, cause, whose it is and the clock that runs. */
export function EscalationFacts({ one }: { one: Escalation }) {
  const held = one.acknowledgedById !== 0n;
  const running = one.nextDueUs !== undefined && one.state !== EscalationState.CLOSED;
  return (
    <>
      <p class="esc-head">
        <span class={`level level-${one.level}`}>{levelName(one.level)}</span>
        <span>{one.kinds.length > 0 ? kindNames(one.kinds) : say(`esc.cause_${one.cause}`)}</span>
      </p>
      <p class="soft">
        {say(`esc.state_${one.state}`)}
        {held && ` ${say(one.acknowledgedById === live.value?.me ? 'esc.by_you' : 'esc.by_other')}`}
        {!held && `, ${say('esc.step', { n: one.step + 1 })}`}
        {running && (
          <>
            {', '}
            <span class="clock">{say(held ? 'esc.next_held' : 'esc.next_raised', { time: until(one.nextDueUs ?? 0n) })}</span>
          </>
        )}
      </p>
    </>
  );
}

/** The one next thing that this person may do; an imminent is closed by a supervisor alone. */
export function EscalationSteps({ one }: { one: Escalation }) {
  const step = nextStep(one, live.value?.me ?? 0n, supervisor.value);
  if (one.level === Level.IMMINENT && !supervisor.value) {
    return (
      <>
        <p class="soft">{say('esc.lead_closes')}</p>
        <p class="soft">{say('esc.alone', { number: emergency.value })}</p>
      </>
    );
  }
  if (!step) return null;
  if (step === 'close') return <Close one={one} />;
  return (
    <>
      <button type="button" class="primary" onClick={() => void work(step, one.id)}>
        {say(STEPS[step])}
      </button>
      {one.level < Level.IMMINENT && one.cause === EscalationCause.FLAG && (
        <button type="button" class="secondary" onClick={() => void close(one.id, Outcome.NOT_A_CRISIS)}>
          {say('outcome.5')}
        </button>
      )}
    </>
  );
}

function Close({ one }: { one: Escalation }) {
  const outcome = useSignal(Outcome.UNSPECIFIED);
  return (
    <form
      class="closing"
      onSubmit={(event) => {
        event.preventDefault();
        void close(one.id, outcome.value);
      }}
    >
      <label>
        {say('esc.outcome')}
        <select value={outcome.value} onChange={(event) => (outcome.value = Number(event.currentTarget.value))}>
          <option value={0}>{say('esc.choose')}</option>
          {OUTCOMES.filter((value) => value !== Outcome.NOT_A_CRISIS || one.level < Level.IMMINENT).map((value) => (
            <option key={value} value={value}>
              {say(`outcome.${value}`)}
            </option>
          ))}
        </select>
      </label>
      <button type="submit" class="primary" disabled={outcome.value === Outcome.UNSPECIFIED}>
        {say('esc.close')}
      </button>
    </form>
  );
}
