// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors

import { LineState } from '@holdfast/client';
import { language } from '../ui/words';
import { Board } from './board';
import { Console } from './console';
import { Invitation, SignIn } from './door';
import { inOrder } from './escalations';
import { answers, escalations, line, lineState, live, onCall, refusal, setLine, setOnCall, signOut, supervisor } from './session';
import { tab } from './tab';
import { say, speak } from './words';

const invitation = new URLSearchParams(location.hash.slice(1)).get('invitation');

export function App() {
  if (!line) {
    return (
      <main class="door">
        <p>{say('staff.no_line')}</p>
      </main>
    );
  }
  if (!live.value) return <main>{invitation && location.hash ? <Invitation token={invitation} /> : <SignIn />}</main>;
  return (
    <>
      <Top />
      <Trouble />
      <main class="work">
        {!answers.value && live.value.state.value === 'ready' && <p class="empty">{say('staff.no_screen')}</p>}
        {answers.value && (tab.value === 'board' && supervisor.value ? <Board /> : <Console />)}
      </main>
    </>
  );
}

function Top() {
  const raised = inOrder(escalations.value.values()).length;
  return (
    <header class="staff-top">
      <nav aria-label={say('staff.title')}>
        <Tab name="conversations" title={say('staff.conversations')} />
        {supervisor.value && <Tab name="board" title={raised > 0 ? `${say('staff.board')} (${raised})` : say('staff.board')} />}
      </nav>
      <div class="staff-ways">
        {answers.value && (
          <label class="switch">
            <input type="checkbox" checked={onCall.value} onChange={(event) => void setOnCall(event.currentTarget.checked)} />
            {say('staff.on_call')}
          </label>
        )}
        {supervisor.value && <Line />}
        <select aria-label="Language / Idioma" value={language.value} onChange={(event) => void speak(event.currentTarget.value as 'en' | 'es')}>
          <option value="en">English</option>
          <option value="es">Español</option>
        </select>
        <details class="keys">
          <summary>{say('keys.title')}</summary>
          <p>{say('keys.list')}</p>
        </details>
        <button type="button" class="quiet" onClick={() => void signOut()}>
          {say('staff.sign_out')}
        </button>
      </div>
    </header>
  );
}

function Tab({ name, title }: { name: typeof tab.value; title: string }) {
  return (
    <button type="button" class="tab" aria-current={tab.value === name ? 'page' : undefined} onClick={() => (tab.value = name)}>
      {title}
    </button>
  );
}

const LINES = [
  [LineState.OPEN, 'staff.line_open'],
  [LineState.LOW_RISK_ONLY, 'staff.line_low'],
  [LineState.CLOSED, 'staff.line_closed'],
] as const;

function Line() {
  return (
    <label class="switch">
      {say('staff.line')}
      <select value={lineState.value} onChange={(event) => void setLine(Number(event.currentTarget.value))}>
        {LINES.map(([state, word]) => (
          <option key={state} value={state}>
            {say(word)}
          </option>
        ))}
      </select>
    </label>
  );
}

function Trouble() {
  const error = refusal.value;
  const away = live.value?.state.value !== 'ready';
  const wait = `${Math.ceil(Number(error?.retryAfterMs ?? 0n) / 1000)} s`;
  return (
    <>
      {away && (
        <p class="offline" role="status">
          {say('talks.connecting')}
        </p>
      )}
      {error && !away && (
        <p class="trouble" role="alert">
          {say(`error.${error.name}` as 'error.internal', { wait, number: '', lines: '', child_line: '' })}
        </p>
      )}
    </>
  );
}
