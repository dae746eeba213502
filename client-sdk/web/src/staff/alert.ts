// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors

import { effect } from '@preact/signals';
import { inOrder } from './escalations';
import { escalations, unread, waiting } from './session';
import { say } from './words';

let audio: AudioContext | undefined;

/** Two soft notes; a browser plays them once the person has pressed anything on the page. */
function chime(): void {
  audio ??= new AudioContext();
  for (const [at, pitch] of [[0, 660], [0.18, 880]] as const) {
    const tone = audio.createOscillator();
    const loud = audio.createGain();
    tone.frequency.value = pitch;
    loud.gain.setValueAtTime(0.12, audio.currentTime + at);
    loud.gain.exponentialRampToValueAtTime(0.001, audio.currentTime + at + 0.4);
    tone.connect(loud).connect(audio.destination);
    tone.start(audio.currentTime + at);
    tone.stop(audio.currentTime + at + 0.4);
  }
}

/** The title counts what needs someone, and a sound says that it grew; both work in a background tab. */
export function alertOfWork(): void {
  let before = 0;
  effect(() => {
    const raised = inOrder(escalations.value.values()).filter(({ acknowledgedById }) => acknowledgedById === 0n).length;
    const work = waiting.value.length + raised + unread.value;
    document.title = work > 0 ? `(${work}) ${say('staff.title')}` : say('staff.title');
    if (work > before) chime();
    before = work;
  });
}
