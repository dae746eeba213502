// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors

import { Level, type HelpRequest } from '@holdfast/client';
import { since } from './clock';
import { Pane } from './pane';
import { take, talks, waiting } from './session';
import { guestName, levelName, say } from './words';

/** Who waits, in the server's order: risk first, then time; and the conversations side by side. */
export function Console() {
  return (
    <div class="console">
      <section class="side" aria-labelledby="waiting-title">
        <h2 id="waiting-title">
          {say('wait.title')} {waiting.value.length > 0 && <span class="count">{waiting.value.length}</span>}
        </h2>
        {waiting.value.length === 0 && <p class="soft">{say('wait.nobody')}</p>}
        <ol class="rows">
          {waiting.value.map((request) => (
            <Waiting key={String(request.id)} request={request} />
          ))}
        </ol>
      </section>
      <div class="panes">
        {talks.value.length === 0 && <p class="soft empty">{say('talks.none')}</p>}
        {talks.value.map((view, n) => (
          <Pane key={String(view.conversation?.id)} view={view} place={n + 1} />
        ))}
      </div>
    </div>
  );
}

function Waiting({ request }: { request: HelpRequest }) {
  const name = guestName(request.seekerId);
  return (
    <li class={`row level-edge-${request.urgent ? Level.IMMINENT : request.level}`}>
      <div>
        <p>
          <strong>{name}</strong>{' '}
          {request.urgent && <span class="level level-3">{say('wait.urgent')}</span>}
          {request.level > Level.UNSPECIFIED && <span class={`level level-${request.level}`}>{levelName(request.level)}</span>}
        </p>
        <p class="soft">
          {say('wait.since', { time: since(request.askedUs) })}
          {request.language && `, ${request.language}`}
        </p>
        {request.wishes.length > 0 && <p dir="auto">{request.wishes.join(', ')}</p>}
      </div>
      <button type="button" class="primary" aria-label={say('wait.take_label', { name })} onClick={() => void take(request)}>
        {say('wait.take')}
      </button>
    </li>
  );
}
