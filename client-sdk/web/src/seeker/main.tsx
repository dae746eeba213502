// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors

import { effect } from '@preact/signals';
import { render } from 'preact';
import '../ui/base.css';
import './seeker.css';
import { preferred } from '../ui/words';
import { App } from './app';
import { open } from './door';
import { leaveOnEscape } from './leave';
import { say } from './words';

leaveOnEscape();
effect(() => {
  document.title = say('page.title'); // says nothing: it stands in the history and in the list of tabs
});
render(<App />, document.getElementById('app')!);
void open(preferred());
window.addEventListener('load', () => void navigator.serviceWorker?.register('/sw.js').catch(() => undefined));
