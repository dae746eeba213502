// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors

import { render } from 'preact';
import '../ui/base.css';
import './staff.css';
import { preferred } from '../ui/words';
import { alertOfWork } from './alert';
import { App } from './app';
import { listenToKeys } from './keys';
import { resume } from './session';
import { speak } from './words';

void speak(preferred()).then(() => {
  alertOfWork();
  listenToKeys();
  resume();
  render(<App />, document.getElementById('app')!);
});
